import Foundation
import Platform
import Support

/// A store of files, run from `s3_server.py` with moto, that checks signatures and rights.
final class S3Server {
    private struct Started: Decodable {
        let endpoint: String
        let bucket: String
        let region: String
        let keyID: String
        let secret: String
    }

    let settings: S3Settings
    private let child: PythonChild

    /// - Parameter isOpen: checks nobody.
    init(isOpen: Bool = false) throws {
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "s3_server.py")
        child = try PythonChild(script, isOpen ? ["open"] : [])
        let started = try child.line(Started.self)
        settings = S3Settings(
            endpoint: started.endpoint, bucket: started.bucket, region: started.region, keyID: started.keyID, secret: Secret(started.secret)
        )
    }
}
