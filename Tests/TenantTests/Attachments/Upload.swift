import Foundation
import Support

/// Files as a form sends them.
struct Upload {
    var files: [(name: String, bytes: [UInt8])]

    init(_ name: String = "plan.txt", _ text: String = "The plan is simple.") {
        files = [(name, Array(text.utf8))]
    }

    init(_ name: String, bytes: [UInt8]) {
        files = [(name, bytes)]
    }

    private static let boundary = "upload-boundary"
    static let contentType = "multipart/form-data; boundary=\(boundary)"

    var body: [UInt8] {
        let parts = files.flatMap { file -> [UInt8] in
            let name = file.name.replacing("\"", with: "%22")
            let header = "--\(Self.boundary)\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(name)\"\r\n\r\n"
            return Array(header.utf8) + file.bytes + Array("\r\n".utf8)
        }
        return parts + Array("--\(Self.boundary)--\r\n".utf8)
    }

    /// A picture of one pixel.
    static let picture = Upload(
        "dot.png",
        bytes: Array(
            Data(base64Encoded: "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==")
                ?? Data()))
}

extension TestClient {
    func attach(_ upload: Upload, to record: String) async throws -> TestAnswer {
        try await send("POST", "\(record)/attachments", body: upload.body, headers: ["Content-Type": Upload.contentType])
    }
}
