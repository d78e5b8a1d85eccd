import Foundation
import Platform
import Postgres
import Web

/// A field that a tenant has added to a record type. Its values are members of the records' `custom`.
struct CustomField: Sendable, Hashable {
    /// So many active ones a record type can have, and so many of them that refer to people and records.
    static let limit = 100
    static let referenceLimit = 20
    static let choiceLimit = 200

    let id: UUID
    /// As in permissions: `contact`.
    let recordType: String
    let name: CustomName
    let kind: CustomFieldKind
    var definition: Definition
    var position: Int
    let archivedAt: Date?
    /// Since when an index is asked for, and since when there is one.
    let indexWantedAt: Date?
    let indexedAt: Date?

    var isArchived: Bool { archivedAt != nil }
    var path: String { "/settings/fields/\(id.text)" }

    /// What may be changed about a field.
    struct Definition: Sendable, Hashable {
        var label: String
        var help = ""
        /// The heading under which forms show it; empty for the usual one.
        var section = ""
        var isRequired = false
        var isUnique = false
        /// What a new record has where nobody says otherwise, as the API writes it; nil for nothing.
        var standard: JSONValue?
        var choices: [Choice] = []
        /// The record type that a link leads to.
        var target: String?
    }

    struct Choice: Sendable, Hashable {
        /// What records hold; it stays when the label changes.
        var value: String
        var label: String
        var tone: Tone = .neutral
    }
}

extension CustomField {
    /// Nil where a later build has written what this one does not know.
    init?(_ row: Row) throws {
        var reader = row.reader
        id = try reader.next()
        recordType = try reader.next()
        let (name, kind): (String, String) = (try reader.next(), try reader.next())
        definition = Definition(label: try reader.next(), help: try reader.next(), section: try reader.next())
        definition.isRequired = try reader.next()
        definition.isUnique = try reader.next()
        definition.standard = try reader.next(String?.self).flatMap { try? JSONValue(parsing: $0) }
        definition.target = (try? JSONValue(parsing: try reader.next(String.self)))?["record_type"]?.string
        definition.choices = (try? JSONValue(parsing: try reader.next(String.self)))?.array?.compactMap { Choice(kept: $0) } ?? []
        position = try reader.next()
        archivedAt = try reader.next()
        indexWantedAt = try reader.next()
        indexedAt = try reader.next()
        guard let name = CustomName(name), let kind = CustomFieldKind(rawValue: kind) else { return nil }
        (self.name, self.kind) = (name, kind)
    }
}

extension CustomField.Choice {
    init?(kept json: JSONValue) {
        guard let value = json["value"]?.string, let label = json["label"]?.string else { return nil }
        self.init(value: value, label: label, tone: json["color"]?.string.flatMap { Tone(rawValue: $0) } ?? .neutral)
    }

    /// As it is kept and as clients see it.
    var json: JSONValue { ["value": .string(value), "label": .string(label), "color": .string(tone.rawValue)] }
}
