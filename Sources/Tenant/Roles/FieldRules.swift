import Platform
import Web

/// The fields that a role hides, or shows without letting anybody change them.
struct FieldRules: Sendable, Hashable {
    enum Rule: String, Sendable, CaseIterable {
        case readOnly = "read_only"
        case hidden

        var label: Phrase {
            switch self {
            case .readOnly: "Read-only"
            case .hidden: "Hidden"
            }
        }
    }

    private var rules: [String: [String: Rule]] = [:]

    init() {}

    subscript(type: String, field: String) -> Rule? {
        get { rules[type]?[field] }
        set {
            rules[type, default: [:]][field] = newValue
            if rules[type]?.isEmpty == true { rules[type] = nil }
        }
    }

    /// In a steady order.
    var all: [(type: String, field: String, rule: Rule)] {
        rules.sorted { $0.key < $1.key }.flatMap { type, fields in
            fields.sorted { $0.key < $1.key }.map { (type, $0.key, $0.value) }
        }
    }

    /// What becomes of the record types for somebody who is held to all of `several`: a field is hidden, or locked, only if
    /// none of them is kinder.
    static func refinements(commonTo several: [FieldRules]) -> [String: RecordRefinement] {
        guard let first = several.first else { return [:] }
        var refinements: [String: RecordRefinement] = [:]
        for (name, field, _) in first.all {
            let rules = several.map { $0[name, field] }
            guard !rules.contains(nil), let type = RecordTypes.named(name) else { continue }
            let names = type.names(showing: field)
            if rules.contains(.readOnly) {
                refinements[name, default: RecordRefinement()].readOnly.formUnion(names)
            } else {
                refinements[name, default: RecordRefinement()].hidden.formUnion(names)
            }
        }
        return refinements
    }
}

extension FieldRules {
    /// As the table keeps it.
    init(stored text: String) {
        for type in (try? JSONValue(parsing: text))?.object?.members ?? [] {
            for member in type.value.object?.members ?? [] {
                self[type.name, member.name] = member.value.string.flatMap { Rule(rawValue: $0) }
            }
        }
    }

    /// As clients write it. - Throws: what is wrong, named as they named it.
    init(given json: JSONValue, in catalogue: RecordCatalogue) throws(FieldError) {
        guard let types = json.object else { throw Self.malformed("field_rules") }
        for type in types.members {
            guard let fields = type.value.object else { throw Self.malformed("field_rules[\(type.name)]") }
            for member in fields.members {
                let name = "field_rules[\(type.name)][\(member.name)]"
                guard catalogue.named(type.name)?.whole.governed.contains(where: { $0.name == member.name }) == true else {
                    throw FieldError(field: name, code: "unknown_field", message: "There is no such field that roles may hide.")
                }
                guard let rule = member.value.string.flatMap({ Rule(rawValue: $0) }) else {
                    throw FieldError(field: name, code: "unknown", message: "Choose read_only or hidden.")
                }
                self[type.name, member.name] = rule
            }
        }
    }

    private static func malformed(_ field: String) -> FieldError {
        FieldError(field: field, code: "wrong_type", message: "Field rules are {\"contact\": {\"source\": \"hidden\"}}.")
    }

    var json: JSONValue {
        var types = JSONObject()
        for (type, fields) in rules.sorted(by: { $0.key < $1.key }) {
            var members = JSONObject()
            for (field, rule) in fields.sorted(by: { $0.key < $1.key }) { members[field] = .string(rule.rawValue) }
            types[type] = .object(members)
        }
        return .object(types)
    }
}
