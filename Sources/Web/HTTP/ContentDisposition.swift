import HTTPTypes

/// What a browser does with an answer, and what it calls the file (RFC 6266).
public struct ContentDisposition: Sendable, CustomStringConvertible {
    public enum Kind: String, Sendable {
        /// Saved, never shown.
        case attachment
        /// Shown, if the browser can.
        case inline
    }

    private let kind: Kind
    private let filename: String

    /// - Parameter filename: what people called it. Signs that would turn the direction of reading, and so hide what kind of
    ///   file it is, are left out.
    public init(_ kind: Kind, filename: String) {
        self.kind = kind
        self.filename = withoutDirections(filename)
    }

    /// The plain name for old clients, and the real one where they differ.
    public var description: String {
        let plain = filename.unicodeScalars.map { scalar in
            (0x20..<0x7F).contains(scalar.value) && !"\"\\/%".unicodeScalars.contains(scalar) ? Character(scalar) : "_"
        }
        let asIs = "\(kind.rawValue); filename=\"\(String(plain))\""
        return String(plain) == filename ? asIs : "\(asIs); filename*=UTF-8''\(encoded)"
    }

    /// RFC 8187.
    private var encoded: String {
        filename.utf8.map { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x21, 0x23, 0x24, 0x26, 0x2B, 0x2D, 0x2E, 0x5E, 0x5F, 0x60, 0x7C, 0x7E:
                String(UnicodeScalar(byte))
            default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }.joined()
    }
}

/// `text` without the invisible signs that turn the direction of reading: `invoice\u{202E}fdp.exe` is shown as if it ended in `pdf`.
public func withoutDirections(_ text: String) -> String {
    String(
        String.UnicodeScalarView(
            text.unicodeScalars.filter { scalar in
                switch scalar.value {
                case 0x200E, 0x200F, 0x061C, 0x202A...0x202E, 0x2066...0x2069: false
                default: true
                }
            }))
}
