import Foundation

/// Where the bytes of a CSV text are: in a file on disk or in memory.
enum CSVSource: Sendable {
    case file(URL)
    case memory([UInt8])

    /// All bytes from `offset` on, in chunks.
    func chunks(from offset: Int) throws -> CSVChunks {
        switch self {
        case .memory(let bytes): return CSVChunks { position in bytes.dropFirst(offset + position).prefix(CSVChunks.size) }
        case .file(let url):
            let file = try FileHandle(forReadingFrom: url)
            try file.seek(toOffset: UInt64(offset))
            return CSVChunks { _ in try file.read(upToCount: CSVChunks.size).map { ArraySlice($0) } ?? [] }
        }
    }
}

/// Bytes a chunk at a time.
final class CSVChunks {
    static let size = 65_536

    private let read: (_ position: Int) throws -> ArraySlice<UInt8>
    private var position = 0

    init(_ read: @escaping (_ position: Int) throws -> ArraySlice<UInt8>) {
        self.read = read
    }

    /// The next chunk; empty at the end.
    func next() throws -> ArraySlice<UInt8> {
        let chunk = try read(position)
        position += chunk.count
        return chunk
    }
}
