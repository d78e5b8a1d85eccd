import CMagic
import Synchronization

/// What files are, by what is in them: whoever sends one can call it anything.
public enum FileType {
    /// The media type of the file at `path`, such as `application/pdf`; `application/octet-stream` where nobody knows.
    /// - Throws: ``NoFileCatalogue``
    public static func of(fileAt path: String) throws -> String {
        try catalogue.withLock { try $0.type(ofFileAt: path) }
    }

    /// Read once. It serves one caller at a time, each for a moment.
    private static let catalogue = Mutex(FileCatalogue())
}

/// libmagic's catalogue of what files begin with.
struct FileCatalogue: ~Copyable {
    private let cookie: magic_t?

    /// - Parameter path: another catalogue than that of the system.
    init(at path: String? = nil) {
        let opened = magic_open(MAGIC_MIME_TYPE | MAGIC_ERROR)
        if let opened, magic_load(opened, path) == 0 {
            cookie = opened
        } else {
            if let opened { magic_close(opened) }
            cookie = nil
        }
    }

    deinit {
        if let cookie { magic_close(cookie) }
    }

    func type(ofFileAt path: String) throws -> String {
        guard let cookie else { throw NoFileCatalogue() }
        return magic_file(cookie, path).map { String(cString: $0) } ?? "application/octet-stream"
    }
}

/// Without the catalogue nothing says which files are programs, so none is taken.
public struct NoFileCatalogue: Error, CustomStringConvertible {
    public var description: String { "libmagic has no catalogue of file types" }
}
