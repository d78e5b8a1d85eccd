import Foundation

/// How the bytes of a text file stand for characters. Its raw value is the name iconv knows it by.
public enum TextEncoding: Hashable, Sendable, RawRepresentable, Codable {
    case utf8
    case utf16LittleEndian
    case utf16BigEndian
    case windows1252
    /// Any other that iconv knows, such as `WINDOWS-1250` or `SHIFT_JIS`.
    case other(String)

    public init(rawValue: String) {
        switch rawValue.uppercased() {
        case "UTF-8": self = .utf8
        case "UTF-16LE": self = .utf16LittleEndian
        case "UTF-16BE": self = .utf16BigEndian
        case "WINDOWS-1252": self = .windows1252
        default: self = .other(rawValue)
        }
    }

    public var rawValue: String {
        switch self {
        case .utf8: "UTF-8"
        case .utf16LittleEndian: "UTF-16LE"
        case .utf16BigEndian: "UTF-16BE"
        case .windows1252: "WINDOWS-1252"
        case .other(let name): "\(name)"
        }
    }

    /// What to call it in front of a person.
    public var label: Phrase {
        switch self {
        case .utf8: "UTF-8"
        case .utf16LittleEndian: "UTF-16 (little-endian)"
        case .utf16BigEndian: "UTF-16 (big-endian)"
        case .windows1252: "Windows-1252 (Western European)"
        case .other(let name): "\(name)"
        }
    }

    /// The encoding of a whole text, or of its beginning.
    ///
    /// A byte order mark decides, then zero bytes in the pattern of UTF-16, then whether it is valid UTF-8;
    /// what is left is a guess, where Windows-1252 has the benefit of the doubt.
    /// - Parameter isComplete: whether nothing follows. If something does, a character may be cut off at the end.
    public static func detect(_ bytes: [UInt8], isComplete: Bool = true) -> TextEncoding {
        var detector = TextEncodingDetector()
        bytes.withUnsafeBufferPointer { detector.feed($0) }
        return detector.encoding(isComplete: isComplete)
    }

    /// How many bytes at the start of a text are its byte order mark: 0, 2 or 3.
    public func byteOrderMarkLength(in prefix: some Sequence<UInt8>) -> Int {
        let mark: [UInt8] =
            switch self {
            case .utf8: [0xEF, 0xBB, 0xBF]
            case .utf16LittleEndian: [0xFF, 0xFE]
            case .utf16BigEndian: [0xFE, 0xFF]
            case .windows1252, .other: []
            }
        return prefix.starts(with: mark) ? mark.count : 0
    }
}
