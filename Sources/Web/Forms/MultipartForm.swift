import Foundation
import Hummingbird

/// A whole upload: its fields as a form, its files on disk.
public struct MultipartForm: Sendable {
    public private(set) var fields = FormData()
    /// In the order they were sent. A file field that was left empty is not among them.
    public private(set) var files: [UploadedFile] = []

    /// The first file of the form field `name`.
    public func file(_ name: String) -> UploadedFile? {
        files.first { $0.field == name }
    }

    init(_ reader: MultipartReader, limits: MultipartLimits, directory: String) async throws {
        var sink = Sink.none
        for try await event in reader {
            switch (event, sink) {
            case (.part(let part), _): sink = try open(part, limits, directory)
            case (.content(let bytes), .field(let name, let value)):
                guard value.count + bytes.count <= limits.field else { throw Failure.tooLarge }
                sink = .field(name, value + bytes)
            case (.content(let bytes), .file(let spool)): try spool.write(bytes)
            case (.end, _):
                try close(sink)
                sink = .none
            case (.content, .none): break
            }
        }
    }

    private enum Sink {
        case none
        case field(String, [UInt8])
        case file(UploadSpool)
    }

    private func open(_ part: MultipartPart, _ limits: MultipartLimits, _ directory: String) throws -> Sink {
        guard part.filename != nil else { return .field(part.name, []) }
        guard files.count < limits.files else { throw Failure.tooLarge }
        return .file(try UploadSpool(part, in: directory))
    }

    private mutating func close(_ sink: Sink) throws {
        switch sink {
        case .none: break
        case .field(let name, let bytes):
            guard let value = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
                throw Failure.badRequest(detail: "The field \(name) holds something that is not text.")
            }
            fields.append(name, value)
        case .file(let spool):
            let file = try spool.finish()
            // Browsers send an empty part for a file field that nobody has filled in.
            if file.size > 0 || !file.filename.isEmpty { files.append(file) }
        }
    }
}

extension Request {
    /// The body as an upload. Fields are gathered, files written to `directory` while they arrive.
    ///
    /// - Throws: `Failure.unsupportedMedia`, `.tooLarge` or `.badRequest`; nothing is left on disk then.
    public func multipart(
        limits: MultipartLimits = MultipartLimits(), in directory: String = NSTemporaryDirectory()
    ) async throws -> MultipartForm {
        try await MultipartForm(MultipartReader(self, limits: limits), limits: limits, directory: directory)
    }
}
