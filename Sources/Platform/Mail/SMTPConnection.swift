import CCurl
import Foundation

/// A libcurl handle with its connection. One thread uses it at a time: ``SMTPTransport`` sees to that.
final class SMTPConnection: @unchecked Sendable {
    private let server: SMTPServer
    private let timeouts: SMTPTransport.Timeouts
    private let handle: UnsafeMutableRawPointer
    /// What curl has to say about an error.
    private let explanation = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

    private static let libraryIsReady: Bool = {
        // Curl is told below to leave signals alone, and then a server that hangs up would end the process.
        signal(SIGPIPE, SIG_IGN)
        return curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
    }()

    init(_ server: SMTPServer, _ timeouts: SMTPTransport.Timeouts) throws {
        guard Self.libraryIsReady, let handle = curl_easy_init() else {
            throw MailError(.transient, reason: "libcurl cannot start")
        }
        self.server = server
        self.timeouts = timeouts
        self.handle = handle
    }

    deinit {
        curl_easy_cleanup(handle)
        explanation.deallocate()
    }

    /// Blocks until the server has taken or refused the message.
    /// - Throws: ``MailError``
    func send(_ envelope: SMTPEnvelope) throws {
        // Forgets the options of the message before; the connection stays open.
        curl_easy_reset(handle)
        configure()
        let recipients = envelope.recipients.reduce(nil) { curl_slist_append($0, $1) }
        defer { curl_slist_free_all(recipients) }
        curl_set_pointer(handle, CURLOPT_MAIL_FROM, envelope.sender)
        curl_set_pointer(handle, CURLOPT_MAIL_RCPT, recipients)
        curl_set_number(handle, CURLOPT_UPLOAD, 1)
        let body = SMTPBody(envelope.source)
        curl_set_reader(handle, SMTPBody.reader, Unmanaged.passUnretained(body).toOpaque())
        let code = withExtendedLifetime(body) { curl_easy_perform(handle) }
        if code != CURLE_OK { throw error(code) }
    }

    private func configure() {
        explanation.pointee = 0
        curl_set_pointer(handle, CURLOPT_ERRORBUFFER, explanation)
        curl_set_pointer(handle, CURLOPT_URL, server.url)
        // Not through a proxy that the environment happens to name for web requests.
        curl_set_pointer(handle, CURLOPT_PROXY, "")
        if let user = server.user { curl_set_pointer(handle, CURLOPT_USERNAME, user.revealed) }
        if let password = server.password { curl_set_pointer(handle, CURLOPT_PASSWORD, password.revealed) }
        let encryption = server.isLoopback ? CURLUSESSL_NONE : CURLUSESSL_ALL
        curl_set_number(handle, CURLOPT_USE_SSL, Int(encryption.rawValue))
        curl_set_number(handle, CURLOPT_NOSIGNAL, 1)
        curl_set_number(handle, CURLOPT_CONNECTTIMEOUT_MS, timeouts.connect.milliseconds)
        curl_set_number(handle, CURLOPT_TIMEOUT_MS, timeouts.total.milliseconds)
    }

    private func error(_ code: CURLcode) -> MailError {
        let reply = curl_response_code(handle)
        let said = String(cString: explanation)
        let reason = said.isEmpty ? String(cString: curl_easy_strerror(code)) : said
        // Refused credentials or encryption say nothing against the message: it can go once they are put right.
        let isAboutMessage = code != CURLE_LOGIN_DENIED && code != CURLE_USE_SSL_FAILED && reply != 530
        let isRefused = (500..<600).contains(reply) && isAboutMessage
        return MailError(isRefused ? .permanent : .transient, replyCode: reply > 0 ? reply : nil, reason: reason)
    }
}

/// The bytes of a message as curl asks for them. Curl escapes the lines that start with a dot.
private final class SMTPBody {
    private var rest: ArraySlice<UInt8>

    init(_ source: [UInt8]) {
        rest = source[...]
    }

    static let reader: curl_read_callback = { buffer, size, count, context in
        guard let buffer, let context else { return 0 }
        return Unmanaged<SMTPBody>.fromOpaque(context).takeUnretainedValue().fill(buffer, size * count)
    }

    private func fill(_ buffer: UnsafeMutablePointer<CChar>, _ room: Int) -> Int {
        let part = rest.prefix(room)
        rest = rest.dropFirst(part.count)
        UnsafeMutableRawBufferPointer(start: buffer, count: room).copyBytes(from: part)
        return part.count
    }
}

extension Duration {
    fileprivate var milliseconds: Int {
        Int(components.seconds) * 1000 + Int(components.attoseconds / 1_000_000_000_000_000)
    }
}
