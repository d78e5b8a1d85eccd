import Foundation
import Support

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

    let port: Int
    private let child: PythonChild

    /// - Parameter credentials: `user:password` that it insists on.
    init(credentials: String? = nil) throws {
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "smtp_sink.py")
        // aiosmtpd warns about passwords without TLS, which is what the tests want.
        child = try PythonChild(script, credentials.map { [$0] } ?? [], options: ["-W", "ignore"])
        port = try child.line(Started.self).port
    }

    /// The next message that arrived.
    func mail() throws -> Mail { try child.line() }
}
