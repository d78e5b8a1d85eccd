import Foundation

/// An amount as people write it: `1250.00 EUR`, `€ 1.250,00`, `1100`. Kept in minor units; a currency has two decimals
/// unless the list below says otherwise.
struct MoneyText: Equatable {
    let minor: Int
    let currency: String

    static let defaultCurrency = "USD"
    private static let symbols: [Character: String] = ["€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY"]
    private static let withoutDecimals: Set<String> = ["JPY", "KRW", "VND", "CLP", "ISK", "UGX", "XAF", "XOF", "XPF"]

    /// - Returns: nil where `text` is no amount, or one too large to keep.
    init?(_ text: String) {
        var currency = Self.defaultCurrency
        var number = ""
        var letters = ""
        for character in text where !character.isWhitespace {
            if let known = Self.symbols[character] {
                currency = known
            } else if character.isLetter {
                letters.append(character)
            } else {
                number.append(character)
            }
        }
        if !letters.isEmpty {
            guard Self.isCurrency(letters.uppercased()) else { return nil }
            currency = letters.uppercased()
        }
        guard let minor = Self.minor(number, decimals: Self.decimals(of: currency)) else { return nil }
        self.minor = minor
        self.currency = currency
    }

    static func isCurrency(_ code: String) -> Bool {
        code.utf8.count == 3 && code.utf8.allSatisfy { (65...90).contains($0) }
    }

    static func decimals(of currency: String) -> Int {
        withoutDecimals.contains(currency) ? 0 : 2
    }

    /// `125000`, `EUR` as `1,250.00`.
    static func plain(minor: Int, currency: String) -> String {
        let decimals = decimals(of: currency)
        guard decimals > 0 else { return String(minor) }
        let digits = String(minor.magnitude)
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        return (minor < 0 ? "-" : "") + padded.dropLast(decimals) + "." + padded.suffix(decimals)
    }

    /// The last separator is the decimal one if one or two digits follow it; every other one groups.
    private static func minor(_ text: String, decimals: Int) -> Int? {
        var digits = text.filter { $0.isNumber || $0 == "." || $0 == "," || $0 == "-" || $0 == "'" }
        guard digits.count == text.count, !digits.isEmpty else { return nil }
        let isNegative = digits.hasPrefix("-")
        if isNegative { digits.removeFirst() }
        var fraction = ""
        if let last = digits.lastIndex(where: { $0 == "." || $0 == "," }), digits.distance(from: last, to: digits.endIndex) <= 3 {
            fraction = String(digits[digits.index(after: last)...])
            digits = String(digits[..<last])
        }
        let whole = digits.filter(\.isNumber)
        guard fraction.allSatisfy(\.isNumber), fraction.count <= max(decimals, fraction.isEmpty ? 0 : decimals),
            !(whole + fraction).isEmpty, whole.count <= 15
        else { return nil }
        let padded = whole + fraction + String(repeating: "0", count: max(0, decimals - fraction.count))
        return Int(padded).map { isNegative ? -$0 : $0 }
    }
}
