import Foundation

/// Turns text that comes in chunks into UTF-8, in memory that does not grow with the text.
/// Chunks may end anywhere, in the middle of a character too. What stands for no character becomes U+FFFD.
///
/// A byte order mark is not removed: skip ``TextEncoding/byteOrderMarkLength(in:)`` bytes first.
public final class TextTranscoder {
    /// Thrown for an encoding that iconv does not know.
    public struct UnknownEncoding: Error {
        public let name: String
    }

    private let encoding: TextEncoding
    /// `nil` for UTF-8, which goes through as it is.
    private let descriptor: iconv_t?
    /// The beginning of a character whose end has not come yet.
    private var pending: [UInt8] = []
    private var output: [UInt8] = []

    /// - Throws: ``UnknownEncoding``
    public init(from encoding: TextEncoding) throws {
        self.encoding = encoding
        descriptor = encoding == .utf8 ? nil : Self.open(encoding.rawValue)
        if descriptor == nil && encoding != .utf8 { throw UnknownEncoding(name: encoding.rawValue) }
    }

    deinit {
        if let descriptor { iconv_close(descriptor) }
    }

    /// Whether there is an encoding of that name.
    static func knows(_ name: String) -> Bool {
        guard let descriptor = open(name) else { return false }
        iconv_close(descriptor)
        return true
    }

    /// Hands the UTF-8 for `chunk` to `body`; the buffer is good until `body` returns.
    /// - Parameter isLast: whether the text ends with this chunk, so that a character cut off there is an error in it.
    public func feed(
        _ chunk: UnsafeBufferPointer<UInt8>, isLast: Bool, to body: (UnsafeBufferPointer<UInt8>) throws -> Void
    ) rethrows {
        guard let descriptor else { return try body(chunk) }
        output.removeAll(keepingCapacity: true)
        if pending.isEmpty {
            pending = convert(chunk, with: descriptor)
        } else {
            let joined = pending + chunk
            pending = joined.withUnsafeBufferPointer { convert($0, with: descriptor) }
        }
        if isLast { finish(descriptor) }
        try output.withUnsafeBufferPointer(body)
    }

    /// Appends to `output` and gives back what is left of a character cut off at the end.
    private func convert(_ chunk: UnsafeBufferPointer<UInt8>, with descriptor: iconv_t) -> [UInt8] {
        UnsafeMutableBufferPointer(mutating: chunk).withMemoryRebound(to: CChar.self) { chunk in
            var source = chunk.baseAddress
            var left = chunk.count
            while left > 0 {
                let reason = convertRun(&source, &left, with: descriptor)
                if reason == EINVAL { break }
                if reason == EILSEQ {
                    output.append(contentsOf: Self.replacement)
                    let skipped = min(unitSize, left)
                    source = source.map { $0 + skipped }
                    left -= skipped
                }
            }
            return chunk.suffix(left).map(UInt8.init(bitPattern:))
        }
    }

    /// Iconv holds back letters that a mark may follow, in Hebrew for one, until it is told that nothing does.
    private func finish(_ descriptor: iconv_t) {
        if !pending.isEmpty { output.append(contentsOf: Self.replacement) }
        pending = []
        var source: UnsafeMutablePointer<CChar>?
        var left = 0
        _ = convertRun(&source, &left, with: descriptor)
    }

    /// Converts as much as goes at once. Gives the reason it stopped: 0 at the end, else an `errno`.
    private func convertRun(
        _ source: inout UnsafeMutablePointer<CChar>?, _ left: inout Int, with descriptor: iconv_t
    ) -> Int32 {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 16_384) { buffer in
            var target = buffer.baseAddress
            var room = buffer.count
            let status = iconv(descriptor, &source, &left, &target, &room)
            let reason = errno
            output.append(contentsOf: UnsafeRawBufferPointer(buffer).prefix(buffer.count - room))
            return status == -1 ? reason : 0
        }
    }

    private var unitSize: Int {
        encoding == .utf16LittleEndian || encoding == .utf16BigEndian ? 2 : 1
    }

    private static let replacement: [UInt8] = [0xEF, 0xBF, 0xBD]

    private static func open(_ name: String) -> iconv_t? {
        let descriptor = iconv_open("UTF-8", name)
        return Int(bitPattern: descriptor) == -1 ? nil : descriptor
    }
}
