import CCurl
import Foundation
import Synchronization
import Web

/// Hands messages to an SMTP server.
///
/// At most four are sent at a time, on threads of their own, since libcurl blocks; connections stay open for the next.
/// The connection is encrypted and the certificate checked, always, unless the server is on this machine.
public final class SMTPTransport: MailTransport {
    /// How long to wait before a server counts as unreachable.
    public struct Timeouts: Sendable {
        public var connect: Duration
        public var total: Duration

        public init(connect: Duration = .seconds(10), total: Duration = .seconds(60)) {
            self.connect = connect
            self.total = total
        }
    }

    private let server: SMTPServer
    private let timeouts: Timeouts
    private let queue: OperationQueue
    private let idle = Mutex<[SMTPConnection]>([])

    /// - Parameter url: `smtp://user:password@host:port`, encrypted through STARTTLS and with port 587 by default, or
    ///   `smtps://…`, encrypted from the start, port 465. User and password are percent-encoded and may be missing.
    /// - Throws: ``SMTPServer/Malformed``
    public init(url: String, timeouts: Timeouts = Timeouts()) throws {
        server = try SMTPServer(url: url)
        self.timeouts = timeouts
        queue = OperationQueue()
        queue.name = "mail"
        queue.maxConcurrentOperationCount = 4
    }

    public func send(_ message: MailMessage) async throws {
        let envelope = try SMTPEnvelope(message)
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            queue.addOperation { continuation.resume(with: Result { try self.deliver(envelope) }) }
        }
    }

    private func deliver(_ envelope: SMTPEnvelope) throws {
        let connection = try idle.withLock { $0.popLast() } ?? SMTPConnection(server, timeouts)
        // One that failed is not kept: there is no telling what state it is in.
        try connection.send(envelope)
        idle.withLock { $0.append(connection) }
    }
}

/// A message ready to leave.
struct SMTPEnvelope: Sendable {
    let sender: String
    let recipients: [String]
    let source: [UInt8]

    init(_ message: MailMessage) throws {
        sender = "<\(message.from.wireForm)>"
        recipients = message.to.map { "<\($0.wireForm)>" }
        source = try message.source()
    }
}
