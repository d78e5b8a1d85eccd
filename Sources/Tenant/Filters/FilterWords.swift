import Foundation
import Platform
import Web

/// A filter as people read it: `Stage is Customer`, `Contacts: at least 3 with City contains Bonn`.
struct FilterWords {
    let viewer: Viewer
    /// Names of the people and records that the filter speaks of, by id.
    let names: [String: String]
    let texts: Texts

    /// What the filter is about, and what it says of it; a chip sets the second off.
    struct Sentence {
        let subject: String
        let predicate: String
        var whole: String { "\(subject) \(predicate)" }
    }

    func sentence(_ filter: Filter, of type: RecordType) -> Sentence {
        switch filter {
        case .condition(let question): condition(question, of: type)
        case .related(let question): related(question, of: type)
        case .all(let parts): Sentence(subject: texts("All of:"), predicate: list(parts, of: type))
        case .any(let parts): Sentence(subject: texts("Any of:"), predicate: list(parts, of: type))
        case .not(.any(let parts)): Sentence(subject: texts("None of:"), predicate: list(parts, of: type))
        case .not(let part): Sentence(subject: texts("Not:"), predicate: sentence(part, of: type).whole)
        }
    }

    private func list(_ parts: [Filter], of type: RecordType) -> String {
        parts.map { part in
            let text = sentence(part, of: type).whole
            return part.isGroup ? "(\(text))" : text
        }.joined(separator: " · ")
    }

    private func condition(_ condition: FilterCondition, of type: RecordType) -> Sentence {
        let field = type.field(condition.field)
        let values = condition.values.map { value($0, of: field) }.joined(separator: ", ")
        let question = texts(condition.comparison.label)
        return Sentence(
            subject: texts(ifAny: field?.label) ?? condition.field, predicate: values.isEmpty ? question : "\(question) \(values)")
    }

    private func value(_ value: String, of field: Field?) -> String {
        if let name = names[value.lowercased()] { return name }
        switch field?.type {
        case .choice(let choices): return texts(ifAny: choices.first { $0.value == value }?.label) ?? value
        case .date, .instant: return texts(ifAny: RelativeDays(value)?.label) ?? value
        case .bool: return texts(value == "true" ? "Yes" : "No")
        case .user where value == "me": return texts("me")
        case .user where value == "my_team": return texts("my team")
        default: return value
        }
    }

    private func related(_ condition: RelatedCondition, of type: RecordType) -> Sentence {
        guard let relation = viewer.relation(condition.relation, of: type) else {
            return Sentence(subject: condition.relation, predicate: texts("?"))
        }
        let inner = condition.filter.map { filter in
            texts("with \(list(filter.parts, of: relation.target))")
        }
        let parts = [quantity(condition, relation), inner].compactMap { $0 }
        return Sentence(subject: "\(texts(relation.label)):", predicate: parts.joined(separator: " "))
    }

    private func quantity(_ condition: RelatedCondition, _ relation: Relation) -> String {
        let numbers = condition.values.joined(separator: "–")
        guard let comparison = condition.comparison else {
            switch (condition.quantity, relation.direction) {
            case (.none, _): return texts("none")
            case (_, .one): return texts("there is one")
            case (_, .many): return texts("at least one")
            }
        }
        let question = "\(texts(comparison.label)) \(numbers)"
        switch condition.quantity {
        case .sum: return "\(texts("sum of \(label(condition.field, relation))")) \(question)"
        case .min: return "\(texts("lowest \(label(condition.field, relation))")) \(question)"
        case .max: return "\(texts("highest \(label(condition.field, relation))")) \(question)"
        default: return "\(texts("number")) \(question)"
        }
    }

    private func label(_ field: String?, _ relation: Relation) -> String {
        field.flatMap { relation.target.field($0) }.map { texts($0.label) } ?? ""
    }
}

extension Filter {
    fileprivate var isGroup: Bool {
        switch self {
        case .all, .any, .not: true
        case .condition, .related: false
        }
    }

    /// The ids that it speaks of, of people and records alike.
    var mentionedIDs: [UUID] {
        switch self {
        case .all(let parts), .any(let parts): parts.flatMap(\.mentionedIDs)
        case .not(let part): part.mentionedIDs
        case .condition(let condition): condition.values.compactMap { UUID(uuidString: $0) }
        case .related(let condition): condition.filter?.mentionedIDs ?? []
        }
    }
}
