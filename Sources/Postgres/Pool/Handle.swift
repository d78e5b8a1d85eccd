import CPostgres
import Glibc
import Logging

/// Owns a `PGconn`, which is used by one thread at a time and closed with the last reference.
final class Handle: @unchecked Sendable {
    let connection: OpaquePointer
    private let notices: Notices

    /// Connects; blocks until that has worked, failed or timed out.
    init(connecting parameters: [String: String], notices: Notices) throws {
        let pairs = Array(parameters)
        connection = Self.withCStrings(pairs.map(\.key)) { keywords in
            Self.withCStrings(pairs.map(\.value)) { PQconnectdbParams(keywords, $0, 0) }
        }
        self.notices = notices
        guard PQstatus(connection) == CONNECTION_OK else {
            throw PostgresError(.connectFailed, Self.firstLine(PQerrorMessage(connection)))
        }
        PQsetNoticeReceiver(connection, reportNotice, Unmanaged.passUnretained(notices).toOpaque())
    }

    deinit {
        PQfinish(connection)
    }

    /// A C function for the helper thread that asks the server to cancel what runs on this connection.
    func canceller() -> Canceller? {
        PQgetCancel(connection).map(Canceller.init)
    }

    private static func firstLine(_ text: UnsafePointer<CChar>?) -> String {
        text.flatMap { String(cString: $0).split(separator: "\n").first.map(String.init) } ?? "no reason given"
    }

    private static func withCStrings<Value>(
        _ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Value
    ) -> Value {
        let copies = strings.map { strdup($0) }
        defer { copies.forEach { free($0) } }
        return (copies.map { UnsafePointer($0) } + [nil]).withUnsafeBufferPointer { body($0.baseAddress!) }
    }
}

/// Asks the server to stop; may be used from another thread than the connection.
struct Canceller: @unchecked Sendable {
    private let handle: OpaquePointer

    init(_ handle: OpaquePointer) {
        self.handle = handle
    }

    /// Blocks until the server has taken the request, then frees it.
    func cancelAndFree() {
        var message = [CChar](repeating: 0, count: 256)
        _ = PQcancel(handle, &message, Int32(message.count))
        PQfreeCancel(handle)
    }
}

/// Logs what the server remarks, without its words: they may quote data.
final class Notices: Sendable {
    private let logger: Logger

    init(_ logger: Logger) {
        self.logger = logger
    }

    fileprivate func report(_ result: OpaquePointer?) {
        logger.debug("notice", metadata: ["sqlstate": "\(PostgresError.field("C", of: result) ?? "")"])
    }
}

private let reportNotice: PQnoticeReceiver = { context, result in
    Unmanaged<Notices>.fromOpaque(context!).takeUnretainedValue().report(result)
}
