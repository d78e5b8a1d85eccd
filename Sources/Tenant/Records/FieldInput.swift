import Foundation
import Postgres
import Web

/// Reads what people and clients give for a field, into what the field holds.
struct FieldInput {
    let field: Field
    /// Where a moment without a zone is meant.
    private let timeZone: TimeZone

    init(_ field: Field, timeZone: TimeZone = .gmt) {
        (self.field, self.timeZone) = (field, timeZone)
    }

    /// A value as typed into a form or found in a file.
    /// - Throws: `FieldError` with a sentence for the person.
    func value(typed raw: String) throws(FieldError) -> FieldValue {
        guard let text = cleanText(raw) else { throw error("invalid", "This holds characters that cannot be stored.") }
        if text.isEmpty { return .empty(of: field.type) }
        switch field.type {
        case .text(let limit): return .text(try within(limit, text))
        case .longText: return .text(try within(20_000, text))
        case .email: return .text(try email(text))
        case .phone: return .text(try phone(text))
        case .url: return .text(try url(text))
        case .choice(let choices): return .text(try choice(text, of: choices))
        case .choices(let choices): return .tags(try several(text.split { ",;".contains($0) }.map { String($0) }, of: choices))
        case .tags: return .tags(try tags(text.split(separator: ",").map { String($0) }))
        case .number: return .number(try number(text))
        case .integer(let range): return .integer(try integer(text, in: range))
        case .money: return try money(text)
        case .date: return .date(try date(text))
        case .instant: return .instant(try instant(text))
        case .bool: return .bool(try bool(text))
        case .user, .link: return .id(try id(text))
        case .rows, .custom: throw error("invalid", "This cannot be given as text.")
        }
    }

    /// A value of a JSON body.
    func value(json: JSONValue) throws(FieldError) -> FieldValue {
        switch (json, field.type) {
        case (.null, _): return .empty(of: field.type)
        case (.string(let text), .integer), (.string(let text), .money), (.string(let text), .bool), (.string(let text), .tags),
            (.string(let text), .number), (.string(let text), .choices):
            throw error("wrong_type", "\"\(text.prefix(40))\" is a text, not \(expected).")
        case (.string(let text), _): return try value(typed: text)
        case (.int(let number), .integer(let range)): return .integer(try integer(String(number), in: range))
        case (.int(let number), .number): return .number(try self.number(String(number)))
        case (.double(let number), .number): return .number(try self.number(number.description))
        case (.bool(let flag), .bool): return .bool(flag)
        case (.array(let items), .choices(let choices)): return .tags(try several(strings(items), of: choices))
        case (.array(let items), .tags): return .tags(try tags(strings(items)))
        case (.array(let items), .rows(let parts)): return try RowsInput(field: field, parts: parts).value(items)
        case (.object(let object), .money): return try money(object)
        default: throw error("wrong_type", "\(field.label) is \(expected), not \(json.kind).")
        }
    }

    private var expected: Phrase {
        switch field.type {
        case .integer: "a whole number"
        case .number: "a number"
        case .money: "an object of amount and currency"
        case .custom: "an object"
        case .bool: "true or false"
        case .tags, .choices, .rows: "a list"
        default: "a text"
        }
    }

    private func within(_ limit: Int, _ text: String) throws(FieldError) -> String {
        guard text.count <= limit else { throw error("too_long", "At most \(limit) characters fit here.") }
        return text
    }

    private func email(_ text: String) throws(FieldError) -> String {
        guard let address = try? EmailAddress(text) else { throw error("invalid", "\"\(text.prefix(80))\" is not an e-mail address.") }
        return address.key
    }

    private func phone(_ text: String) throws(FieldError) -> String {
        guard let number = PhoneNumber(text) else { throw error("invalid", "\"\(text.prefix(40))\" is not a phone number.") }
        return number.text
    }

    /// A web address; without a scheme it is taken for https.
    private func url(_ text: String) throws(FieldError) -> String {
        let address = text.contains("://") ? text : "https://" + text
        guard let parsed = URL(string: address), let scheme = parsed.scheme?.lowercased(), ["http", "https"].contains(scheme),
            let host = parsed.host, host.contains("."), address.utf8.count <= 2_000
        else { throw error("invalid", "\"\(text.prefix(80))\" is not a web address.") }
        return address
    }

    private func choice(_ text: String, of choices: [FieldChoice]) throws(FieldError) -> String {
        if let known = FieldChoice.meant(by: text, among: choices) { return known.value }
        throw error("unknown_choice", "Choose one of: \(list: choices.map(\.label)).")
    }

    /// In the order in which the list has them.
    private func several(_ texts: [String], of choices: [FieldChoice]) throws(FieldError) -> [String] {
        var chosen: Set<String> = []
        for text in texts {
            guard let text = cleanText(text), !text.isEmpty else { continue }
            chosen.insert(try choice(text, of: choices))
        }
        return choices.map(\.value).filter { chosen.contains($0) }
    }

    private func tags(_ texts: [String]) throws(FieldError) -> [String] {
        var tags: [String] = []
        for text in texts {
            guard let tag = cleanText(text) else { throw error("invalid", "A tag holds characters that cannot be stored.") }
            guard tag.count <= 50 else { throw error("too_long", "A tag has at most 50 characters.") }
            if !tag.isEmpty, !tags.contains(tag) { tags.append(tag) }
        }
        guard tags.count <= 50 else { throw error("too_many", "At most 50 tags fit here.") }
        return tags
    }

    private func strings(_ items: [JSONValue]) throws(FieldError) -> [String] {
        var texts: [String] = []
        for item in items {
            guard let text = item.string else { throw error("wrong_type", "\(field.label) is a list of texts.") }
            texts.append(text)
        }
        return texts
    }

    private func integer(_ text: String, in range: ClosedRange<Int>) throws(FieldError) -> Int {
        let digits = text.filter { $0 != "," && $0 != " " && $0 != "\u{a0}" && $0 != "'" }
        guard let number = Int(digits) else { throw error("invalid", "\"\(text.prefix(40))\" is not a whole number.") }
        guard range.contains(number) else { throw error("out_of_range", "Give a number from \(range.lowerBound) to \(range.upperBound).") }
        return number
    }

    private func number(_ text: String) throws(FieldError) -> Decimal {
        guard let number = DecimalText(text)?.number else { throw error("invalid", "\"\(text.prefix(40))\" is not a number like 12.5.") }
        guard DecimalText.fits(number) else { throw error("out_of_range", "A number has at most 15 digits, 6 of them decimals.") }
        return number
    }

    private func money(_ text: String) throws(FieldError) -> FieldValue {
        guard let amount = MoneyText(text) else { throw error("invalid", "\"\(text.prefix(40))\" is not an amount like 1250.00 EUR.") }
        return .money(minor: amount.minor, currency: amount.currency)
    }

    private func money(_ object: JSONObject) throws(FieldError) -> FieldValue {
        guard Set(object.names) == ["amount", "currency"], let minor = object["amount"]?.int, let currency = object["currency"]?.string,
            MoneyText.isCurrency(currency)
        else { throw error("invalid", "Give an amount in minor units and a currency of three capitals.") }
        return .money(minor: minor, currency: currency)
    }

    private func date(_ text: String) throws(FieldError) -> CalendarDate {
        guard let date = CalendarDate(iso: text) else { throw error("invalid", "\"\(text.prefix(40))\" is not a date like 2026-03-31.") }
        return date
    }

    private func instant(_ text: String) throws(FieldError) -> Date {
        if let instant = Instant.parse(text) { return field.custom == nil ? instant : instant.wholeSecond }
        // As forms send it.
        if let moment = LocalMoment(text) { return moment.instant(in: timeZone) }
        throw error("invalid", "\"\(text.prefix(40))\" is not an instant like 2026-03-31T09:30:00Z.")
    }

    private func bool(_ text: String) throws(FieldError) -> Bool {
        switch text.lowercased() {
        case "true", "1", "yes", "y", "on": return true
        case "false", "0", "no", "n", "off": return false
        default: throw error("invalid", "Say yes or no.")
        }
    }

    private func id(_ text: String) throws(FieldError) -> UUID {
        guard let id = UUID(uuidString: text) else { throw error("invalid", "\"\(text.prefix(40))\" is not an id.") }
        return id
    }

    private func error(_ code: String, _ message: Phrase) -> FieldError {
        FieldError(field: field.name, code: code, message: message)
    }
}
