import Foundation

/// A phone number as a person typed it. Nothing is guessed about countries: it is shown as it came,
/// and compared by its digits.
public struct PhoneNumber: Hashable, Sendable {
    /// What was typed, without spaces around it.
    public let text: String
    /// The digits alone, for matching: no punctuation, no extension, and no `+` or `00` in front.
    public let digits: String

    /// `nil` when `text` has fewer than 3 digits or more than 20, or is longer than 60 characters.
    public init?(_ text: String) {
        guard let text = cleanText(text), text.count <= 60 else { return nil }
        let digits = Self.digits(of: text)
        guard (3...20).contains(digits.count) else { return nil }
        self.text = text
        self.digits = digits
    }

    private static func digits(of text: String) -> String {
        var digits = ""
        for scalar in text.unicodeScalars {
            if isExtensionMark(scalar) { break }
            if let digit = Character(scalar).wholeNumberValue, digit < 10 { digits += String(digit) }
        }
        return digits.hasPrefix("00") ? String(digits.dropFirst(2)) : digits
    }

    /// `x123`, `ext. 123`, `#123` and `;ext=123` all follow the number proper.
    private static func isExtensionMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "x", "X", "#", ";", "e", "E": true
        default: false
        }
    }
}

extension PhoneNumber: CustomStringConvertible {
    public var description: String { text }
}
