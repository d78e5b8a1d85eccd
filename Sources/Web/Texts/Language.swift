import Foundation

/// A language and its readers' habits: what the head of a file in `templates/texts/` says.
public struct Language: Sendable, Hashable {
    /// A BCP 47 tag, such as `en` or `pt-BR`: the name of the file.
    public let tag: String
    /// What its speakers call it.
    public let name: String
    public let isRightToLeft: Bool
    /// Whether `Contact` becomes `contact` within a sentence.
    public let writesNounsSmall: Bool
    let plurals: PluralRules
    /// Between groups of three digits.
    let digitGroup: String
    let decimalPoint: String
    /// With `{amount}`, and `{currency}` for its sign.
    let money: String
    /// With `{day}`, `{month}` and `{year}`.
    let day: String
    /// The twelve months as dates name them.
    let months: [String]

    public static let english = Language(
        tag: "en", name: "English", isRightToLeft: false, writesNounsSmall: true, plurals: .english, digitGroup: ",", decimalPoint: ".",
        money: "{currency}{amount}", day: "{day} {month} {year}",
        months: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"])
}

extension Texts {
    /// A whole number with its digits in groups, such as `100,585`.
    public func grouped(_ number: Int) -> String {
        let digits = String(number.magnitude)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += language.digitGroup }
            text.append(digit)
        }
        return number < 0 ? "−" + text : text
    }

    /// A number with as many decimals as it has, such as `1,250.5`.
    public func decimal(_ number: Decimal) -> String {
        let parts = number.magnitude.description.split(separator: ".", maxSplits: 1)
        let whole = grouped(Int(parts[0]) ?? 0)
        return (number < 0 ? "−" : "") + whole + (parts.count > 1 ? language.decimalPoint + parts[1] : "")
    }

    /// A day of the calendar, such as `31 Mar 2026`.
    /// - Parameter month: 1…12.
    public func day(_ day: Int, month: Int, year: Int) -> String {
        language.day.filling(["day": String(day), "month": language.months[month - 1], "year": String(year)])
    }

    /// An amount in the currency's main unit, such as `€1,250.50`.
    /// - Parameters:
    ///   - cents: two digits; nil leaves them out.
    ///   - currency: an ISO 4217 code.
    public func money(_ whole: Int, cents: String?, currency: String) -> String {
        let amount = grouped(whole) + (cents.map { language.decimalPoint + $0 } ?? "")
        let signs = ["EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥"]
        guard let sign = signs[currency] else { return "\(amount) \(currency)" }
        return language.money.filling(["amount": amount, "currency": sign])
    }
}

extension String {
    fileprivate func filling(_ values: KeyValuePairs<String, String>) -> String {
        values.reduce(self) { text, value in text.replacing("{\(value.key)}", with: value.value) }
    }
}
