import Foundation
import Web

/// Cards of an address book as a table, so that everything an import does with rows it does with cards: columns, checks, going
/// on after a crash, rejected rows.
struct CardTable {
    /// The field that each column is for, by its name; what records of the type do not have is no column.
    private static let columns: [(field: String, text: @Sendable (VCard) -> String)] = [
        ("first_name", { $0.names.first }), ("last_name", { $0.names.last }),
        ("job_title", { $0.first("TITLE")?.text ?? "" }),
        ("company", { $0.first("ORG")?.components.first ?? "" }),
        ("email", { $0.text("EMAIL", at: 0) }), ("second_email", { $0.text("EMAIL", at: 1) }),
        ("phone", { $0.number(at: 0) }), ("second_phone", { $0.number(at: 1) }),
        ("street", { $0.address(2) }), ("city", { $0.address(3) }), ("region", { $0.address(4) }),
        ("postal_code", { $0.address(5) }), ("country", { $0.address(6) }),
        ("website", { $0.first("URL")?.text ?? "" }), ("birthday_on", { $0.birthday }),
        ("tags", { $0.all("CATEGORIES").flatMap(\.items).joined(separator: ",") }),
        ("timezone", { $0.timeZone }), ("language", { $0.first("LANG")?.text ?? "" }),
    ]

    let type: RecordType

    /// Whether the file at `path` holds cards, whatever it is called.
    static func isCards(_ path: String) throws -> Bool {
        let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        defer { try? handle.close() }
        let start = try handle.read(upToCount: 256) ?? Data()
        let text = String(decoding: start, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines.union(["\u{feff}"]))
        return text.uppercased().hasPrefix("BEGIN:VCARD")
    }

    /// Writes the cards of one file as rows of another, holding one card at a time.
    /// - Throws: `Failure.invalid` where records of the type are no people, and so come from no cards.
    func convert(_ source: String, to target: String) throws {
        guard type.isOfPeople else {
            throw Failure.invalid("file", "not_a_table", "\(type.pluralLabel) cannot be taken from cards; save them as CSV.")
        }
        let columns = Self.columns.compactMap { column in type.field(column.field).map { (field: $0, text: column.text) } }
        _ = FileManager.default.createFile(atPath: target, contents: nil, attributes: [.posixPermissions: 0o600])
        let (input, output) = (
            try FileHandle(forReadingFrom: URL(fileURLWithPath: source)), try FileHandle(forWritingTo: URL(fileURLWithPath: target))
        )
        defer {
            try? input.close()
            try? output.close()
        }
        var writer = CSVWriter()
        writer.append(record: columns.map(\.field.label.description))
        var parser = VCardParser()
        while true {
            let chunk = try input.read(upToCount: 1 << 16) ?? Data()
            parser.feed(chunk, isLast: chunk.isEmpty) { card in writer.append(record: columns.map { $0.text(card) }) }
            try output.write(contentsOf: writer.take())
            if chunk.isEmpty { return }
        }
    }
}

extension VCard {
    /// What is written out as one name ends with the last name, as far as anybody can tell.
    fileprivate var names: (first: String, last: String) {
        let parts = first("N")?.components ?? []
        let (last, given) = (parts.first ?? "", parts.count > 1 ? parts[1] : "")
        if !last.isEmpty || !given.isEmpty { return (given, last) }
        let words = first("FN")?.text.split(separator: " ").map { String($0) } ?? []
        return (words.dropLast().joined(separator: " "), words.last ?? "")
    }

    fileprivate func text(_ name: String, at index: Int) -> String {
        let found = all(name).map(\.text)
        return index < found.count ? found[index].replacingOccurrences(of: "mailto:", with: "") : ""
    }

    /// Faxes and pagers are nothing to call.
    fileprivate func number(at index: Int) -> String {
        let found = all("TEL").filter { !$0.isOf("fax") && !$0.isOf("pager") }.map(\.text)
        return index < found.count ? found[index].replacingOccurrences(of: "tel:", with: "") : ""
    }

    fileprivate func address(_ part: Int) -> String {
        let parts = first("ADR")?.components ?? []
        return part < parts.count ? parts[part] : ""
    }

    /// A day without a year says nothing that could be kept.
    fileprivate var birthday: String {
        let digits = first("BDAY")?.text.prefix { $0 != "T" }.filter { $0.isASCII && $0.isNumber } ?? ""
        guard digits.count == 8 else { return "" }
        return "\(digits.prefix(4))-\(digits.dropFirst(4).prefix(2))-\(digits.suffix(2))"
    }

    /// Names only: an offset is no time zone.
    fileprivate var timeZone: String {
        let text = first("TZ")?.text ?? ""
        return text.contains("/") ? text : ""
    }
}
