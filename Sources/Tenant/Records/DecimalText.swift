import Foundation

/// A number as people write it: `12.5`, `12,5`, `1,250.75`, `1.250,75`, `-3`.
struct DecimalText {
    let number: Decimal

    private static let digitLimit = 15
    private static let fractionLimit = 6

    /// - Returns: nil where `text` is no number.
    init?(_ text: String) {
        var text = text.filter { !$0.isWhitespace && $0 != "'" }.replacingOccurrences(of: "−", with: "-")
        let isNegative = text.hasPrefix("-")
        if isNegative || text.hasPrefix("+") { text.removeFirst() }
        // As clients and this product itself write very small and very large ones: 1e-05.
        if let scientific = Self.scientific(text) {
            number = isNegative ? -scientific : scientific
            return
        }
        let (whole, fraction) = Self.parts(of: text)
        guard !(whole + fraction).isEmpty, (whole + fraction).utf8.allSatisfy({ (0x30...0x39).contains($0) }), whole.utf8.count < 30,
            fraction.utf8.count < 30, let number = Decimal(string: "\(whole.isEmpty ? "0" : whole).\(fraction.isEmpty ? "0" : fraction)")
        else { return nil }
        self.number = isNegative ? -number : number
    }

    /// Whether it can be kept, and comes out of JSON as it went in.
    static func fits(_ number: Decimal) -> Bool {
        let digits = number.description.filter(\.isNumber)
        let fraction = number.description.split(separator: ".", omittingEmptySubsequences: false).dropFirst().first ?? ""
        return digits.drop { $0 == "0" }.count <= digitLimit && fraction.count <= fractionLimit
    }

    /// The last sign is the decimal one, unless a lone comma has three digits behind it: then it groups, as every other one does.
    private static func parts(of text: String) -> (whole: String, fraction: String) {
        let signs = text.filter { $0 == "." || $0 == "," }
        guard let last = text.lastIndex(where: { $0 == "." || $0 == "," }) else { return (text, "") }
        let fraction = String(text[text.index(after: last)...])
        let isGroup = Set(signs).count == 1 && (signs.count > 1 || (signs == "," && fraction.count == 3))
        if isGroup { return (text.filter { $0 != "." && $0 != "," }, "") }
        return (text[..<last].filter { $0 != "." && $0 != "," }, fraction)
    }

    private static func scientific(_ text: String) -> Decimal? {
        let parts = text.lowercased().split(separator: "e", omittingEmptySubsequences: false)
        guard parts.count == 2, let exponent = Int(parts[1]), (-20...20).contains(exponent),
            parts[0].utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") })
        else { return nil }
        return Decimal(string: String(text))
    }
}
