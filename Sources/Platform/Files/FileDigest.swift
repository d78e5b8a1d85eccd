import Crypto
import Foundation

/// The SHA-256 of a file's bytes, in hexadecimal; the only thing a file's path is made of.
public struct FileDigest: Sendable, Hashable, CustomStringConvertible {
    public let description: String

    /// - Returns: nil unless `text` is 64 hexadecimal digits.
    public init?(_ text: String) {
        guard text.utf8.count == 64, text.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) }) else { return nil }
        description = text
    }

    init(of bytes: some DataProtocol) {
        description = SHA256.hash(data: bytes).hexadecimal
    }

    init(ofFileAt path: String) throws {
        let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        defer { try? handle.close() }
        var hash = SHA256()
        while let chunk = try handle.read(upToCount: 1 << 20), !chunk.isEmpty { hash.update(data: chunk) }
        description = hash.finalize().hexadecimal
    }
}

extension Sequence<UInt8> {
    var hexadecimal: String { map { String(format: "%02x", $0) }.joined() }
}
