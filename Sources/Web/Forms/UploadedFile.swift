import Foundation

/// A file of an upload, kept in a temporary file that goes with the last reference to this.
public final class UploadedFile: Sendable {
    /// The form field.
    public let field: String
    /// The name on the sender's disk, for showing only.
    public let filename: String
    /// What the sender believes the type to be; look at the content before relying on it.
    public let contentType: String?
    /// Where the bytes are. Move or copy the file to keep it.
    public let path: String
    /// In bytes.
    public let size: Int

    init(part: MultipartPart, path: String, size: Int) {
        field = part.name
        filename = part.filename ?? ""
        contentType = part.contentType
        self.path = path
        self.size = size
    }

    deinit {
        unlink(path)
    }

    /// The whole content.
    public func bytes() throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    }
}

/// A temporary file that is being written.
///
/// Writing blocks, but only as long as the page cache takes for one chunk of the network.
final class UploadSpool {
    private let part: MultipartPart
    private let path: String
    private let handle: FileHandle
    private var size = 0
    private var isComplete = false

    /// Makes a new file in `directory` that nobody else may read.
    init(_ part: MultipartPart, in directory: String) throws {
        self.part = part
        path = "\(directory)/upload-\(randomToken())"
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: directory]) }
        handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    deinit {
        if !isComplete { unlink(path) }
    }

    func write(_ bytes: [UInt8]) throws {
        try handle.write(contentsOf: bytes)
        size += bytes.count
    }

    func finish() throws -> UploadedFile {
        try handle.close()
        isComplete = true
        return UploadedFile(part: part, path: path, size: size)
    }
}
