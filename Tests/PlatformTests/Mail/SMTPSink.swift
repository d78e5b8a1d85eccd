import Foundation

/// A real mail server, run from `smtp_sink.py` with aiosmtpd, that tells what arrived.
final class SMTPSink {
    struct Mail: Decodable {
        let sender: String
        let recipients: [String]
        let headers: [[String]]
        let text: String
        let html: String?
        let longestLine: Int
        let isASCII: Bool
        let connection: Int

        subscript(name: String) -> String? { headers.first { $0[0] == name }?[1] }
    }

    private struct Started: Decodable {
        let port: Int
    }

    struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    let port: Int
    private let process = Process()
    private let input = Pipe()
    private let output: FileHandle
    private var unread = Data()

    /// - Parameter credentials: `user:password` that it insists on.
    init(credentials: String? = nil) throws {
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "smtp_sink.py")
        let pipe = Pipe()
        process.executableURL = try Self.python()
        // aiosmtpd warns about passwords without TLS, which is what the tests want.
        process.arguments = ["-W", "ignore", script.path] + (credentials.map { [$0] } ?? [])
        process.standardInput = input
        process.standardOutput = pipe
        try process.run()
        output = pipe.fileHandleForReading
        var unread = Data()
        port = try JSONDecoder().decode(Started.self, from: Self.line(from: output, &unread)).port
        self.unread = unread
    }

    deinit {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// The next message that arrived.
    func mail() throws -> Mail {
        try JSONDecoder().decode(Mail.self, from: Self.line(from: output, &unread))
    }

    private static func line(from output: FileHandle, _ unread: inout Data) throws -> Data {
        while true {
            if let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
                defer { unread = Data(unread[(end + 1)...]) }
                return Data(unread[..<end])
            }
            let more = output.availableData
            if more.isEmpty { throw Failed(description: "smtp_sink.py ended; does its Python have aiosmtpd?") }
            unread += more
        }
    }

    private static func python() throws -> URL {
        let root = (0..<4).reduce(URL(fileURLWithPath: #filePath)) { folder, _ in folder.deletingLastPathComponent() }
        let path = ProcessInfo.processInfo.environment["TEST_PYTHON"] ?? root.appending(path: ".venv/bin/python").path
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw Failed(description: "no Python at \(path): set TEST_PYTHON or make .venv")
        }
        return URL(fileURLWithPath: path)
    }
}
