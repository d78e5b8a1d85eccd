import CUchardet
import Foundation

/// Finds the encoding of a text that comes in chunks, keeping only a sample of it.
///
/// All of a file should go through: many a file is plain ASCII for its first thousand lines and Windows-1252 after.
public struct TextEncodingDetector {
    private static let headSize = 4_096
    private static let sampleSize = 262_144

    private var utf8 = UTF8Validator()
    private var head: [UInt8] = []
    /// The chunks that are not plain ASCII, as far as they fit: what a guess is made from.
    private var sample: [UInt8] = []

    public init() {}

    /// Takes in the next chunk.
    public mutating func feed(_ chunk: UnsafeBufferPointer<UInt8>) {
        if head.count < Self.headSize { head.append(contentsOf: chunk.prefix(Self.headSize - head.count)) }
        let isASCII = utf8.feed(chunk)
        if !isASCII && sample.count < Self.sampleSize {
            sample.append(contentsOf: chunk.prefix(Self.sampleSize - sample.count))
        }
    }

    /// The encoding of what came in so far.
    /// - Parameter isComplete: whether nothing follows; see ``TextEncoding/detect(_:isComplete:)``.
    public func encoding(isComplete: Bool = true) -> TextEncoding {
        if let marked = markedEncoding { return marked }
        if let wide = wideEncoding { return wide }
        if utf8.isValid(isComplete: isComplete) { return .utf8 }
        return guess
    }

    private var markedEncoding: TextEncoding? {
        [.utf8, .utf16LittleEndian, .utf16BigEndian].first { $0.byteOrderMarkLength(in: head) > 0 }
    }

    /// UTF-16 without a mark: delimiters, line ends and Latin letters have a zero in one half of each pair,
    /// and next to nothing has one in the other half.
    private var wideEncoding: TextEncoding? {
        let pairs = head.count / 2
        let even = stride(from: 0, to: pairs * 2, by: 2).count { head[$0] == 0 }
        let odd = stride(from: 1, to: pairs * 2, by: 2).count { head[$0] == 0 }
        if odd * 10 > pairs && even * 10 < odd { return .utf16LittleEndian }
        if even * 10 > pairs && odd * 10 < even { return .utf16BigEndian }
        return nil
    }

    /// A statistical guess, which is worth little on a few accented letters in otherwise plain text.
    private var guess: TextEncoding {
        let foreign = sample.count { $0 >= 0x80 }
        let letters = sample.count { $0 >= 0x80 || ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A }
        guard foreign >= 40 || foreign * 2 > letters, let name = statisticalGuess else { return .windows1252 }
        return Self.westernNames.contains(name) || !TextTranscoder.knows(name) ? .windows1252 : .other(name)
    }

    /// Windows-1252 has all their printable characters but the rarest of 8859-15's, in nearly all the same places.
    private static let westernNames: Set<String> = [
        "ASCII", "UTF-8", "ISO-8859-1", "ISO-8859-3", "ISO-8859-9", "ISO-8859-10", "ISO-8859-15", "WINDOWS-1252",
    ]

    private var statisticalGuess: String? {
        guard let detector = uchardet_new() else { return nil }
        defer { uchardet_delete(detector) }
        let status = sample.withUnsafeBytes {
            uchardet_handle_data(detector, $0.bindMemory(to: CChar.self).baseAddress, $0.count)
        }
        uchardet_data_end(detector)
        guard status == 0, let name = uchardet_get_charset(detector), name.pointee != 0 else { return nil }
        return String(cString: name).uppercased()
    }
}
