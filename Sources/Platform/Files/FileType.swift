import CMagic
import Foundation
import Synchronization

/// What files are, by what is in them: whoever sends one can call it anything.
public enum FileType {
    /// The media type of the file at `path`, such as `application/pdf`; `application/octet-stream` where nobody knows.
    public static func of(fileAt path: String) -> String {
        catalogue.withLock { $0.type(ofFileAt: path) } ?? "application/octet-stream"
    }

    /// Read once. It serves one caller at a time, each for a moment.
    private static let catalogue = Mutex(MagicCatalogue())
}

/// libmagic's catalogue of what files begin with.
private struct MagicCatalogue: ~Copyable {
    private let cookie: magic_t?

    init() {
        cookie = magic_open(MAGIC_MIME_TYPE | MAGIC_ERROR)
        if let cookie, magic_load(cookie, nil) != 0 { fatalError("libmagic has no catalogue: install libmagic-mgc") }
    }

    func type(ofFileAt path: String) -> String? {
        cookie.flatMap { magic_file($0, path) }.map { String(cString: $0) }
    }
}
