import Foundation

/// An e-mail address that was checked where it came in, so that nothing further in has to.
///
/// What is accepted is the part of RFC 5321 that people have: `local@domain`, a dot-atom of ASCII before the `@`,
/// a domain of two labels or more after it. Quoted local parts, comments and address literals are refused.
/// The domain is lower-cased; one with other letters than ASCII is kept as typed (`müller.example`), not as punycode.
public struct EmailAddress: Hashable, Sendable {
    /// The part before the `@`, as it was typed.
    public let local: String
    /// The part after the `@`, in lower case.
    public let domain: String

    /// Thrown for text that is no address.
    public struct Malformed: Error, CustomStringConvertible {
        public var description: String { "This is not an e-mail address." }
    }

    /// - Parameter text: an address, perhaps with spaces around it.
    /// - Throws: ``Malformed``
    public init(_ text: String) throws {
        guard let text = cleanText(text), text.utf8.count <= 254, let at = text.utf8.lastIndex(of: UInt8(ascii: "@")) else {
            throw Malformed()
        }
        let local = String(text[..<at])
        let domain = Self.lowered(text[text.utf8.index(after: at)...])
        guard Self.isLocalPart(local), Self.isDomain(domain) else { throw Malformed() }
        self.local = local
        self.domain = domain
    }

    /// The whole address in lower case: what look-ups and unique indexes compare.
    /// Mail servers may tell `Ann@` from `ann@`; people do not.
    public var key: String { "\(local.lowercased())@\(domain)" }

    /// Whether anybody can have an address at this domain, so that it says nothing about an employer.
    public var isFreeMail: Bool { FreeMail.domains.contains(domain) }

    /// Almost every domain is ASCII, which has one form only.
    private static func lowered(_ domain: Substring) -> String {
        let lowered = domain.lowercased()
        return lowered.utf8.allSatisfy { $0 < 0x80 } ? lowered : lowered.precomposedStringWithCanonicalMapping
    }

    private static func isLocalPart(_ text: String) -> Bool {
        text.utf8.count <= 64
            && text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { atom in
                !atom.isEmpty && atom.allSatisfy(isAtomByte)
            }
    }

    private static func isAtomByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
        }
    }

    private static func isDomain(_ text: String) -> Bool {
        let labels = text.unicodeScalars.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 2, let last = labels.last, !last.allSatisfy({ $0.properties.numericType != nil }) else { return false }
        return labels.allSatisfy(isLabel)
    }

    private static func isLabel(_ label: Substring.UnicodeScalarView) -> Bool {
        guard let first = label.first, Substring(label).utf8.count <= 63, first != "-", label.last != "-" else { return false }
        // A mark without a letter would be one with the sign in front of the label.
        return !isMark(first)
            && label.allSatisfy { scalar in
                scalar == "-" || (scalar.isASCII ? isASCIILetterOrDigit(scalar) : isInternational(scalar))
            }
    }

    private static func isASCIILetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar)
    }

    private static func isInternational(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || isMark(scalar) || scalar.properties.numericType != nil
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        !scalar.isASCII && scalar.properties.generalCategory == .nonspacingMark
    }
}

extension EmailAddress: CustomStringConvertible {
    public var description: String { "\(local)@\(domain)" }
}

extension EmailAddress: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        do {
            try self.init(container.decode(String.self))
        } catch is Malformed {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an e-mail address")
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
