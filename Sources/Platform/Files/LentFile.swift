import Foundation

/// A stored file as one on this machine, as long as this is kept: it must not be changed.
public final class LentFile: Sendable {
    public let path: String
    private let isTemporary: Bool

    /// - Parameter temporary: whether it goes with the last reference to this.
    public init(path: String, temporary: Bool) {
        (self.path, isTemporary) = (path, temporary)
    }

    deinit {
        if isTemporary { unlink(path) }
    }

    /// Its bytes in pieces, so that no file has to fit into memory. The file is open from the beginning: whoever removes it
    /// meanwhile cuts nobody off.
    public func pieces(of size: Int = 1 << 16) throws -> FilePieces {
        FilePieces(file: self, handle: try FileHandle(forReadingFrom: URL(fileURLWithPath: path)), size: size)
    }
}

/// The bytes of an open file, piece by piece; read once.
public struct FilePieces: AsyncSequence, Sendable {
    let file: LentFile
    let handle: FileHandle
    let size: Int

    public func makeAsyncIterator() -> Iterator { Iterator(pieces: self) }

    public struct Iterator: AsyncIteratorProtocol {
        let pieces: FilePieces

        public mutating func next() async throws -> [UInt8]? {
            guard let piece = try pieces.handle.read(upToCount: pieces.size), !piece.isEmpty else { return nil }
            return Array(piece)
        }
    }
}

extension FileStore {
    /// Lends the file as one on this machine, which must not be changed and is gone afterwards.
    /// - Throws: `FileMissing`
    public func withFile<T: Sendable>(_ name: FileName, _ body: @Sendable (_ path: String) async throws -> T) async throws -> T {
        let file = try await lend(name)
        defer { withExtendedLifetime(file) {} }
        return try await body(file.path)
    }
}
