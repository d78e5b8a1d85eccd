import Foundation
import NIOCore

/// A file's bytes, a piece at a time.
struct FileChunks: AsyncSequence, Sendable {
    typealias Element = ByteBuffer

    let path: String

    func makeAsyncIterator() -> Iterator { Iterator(path: path) }

    struct Iterator: AsyncIteratorProtocol {
        private static let size = 256 << 10

        let path: String
        private var handle: FileHandle?

        init(path: String) {
            self.path = path
        }

        mutating func next() async throws -> ByteBuffer? {
            let handle = try handle ?? FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            self.handle = handle
            guard let piece = try handle.read(upToCount: Self.size), !piece.isEmpty else {
                try handle.close()
                return nil
            }
            return ByteBuffer(bytes: piece)
        }
    }
}
