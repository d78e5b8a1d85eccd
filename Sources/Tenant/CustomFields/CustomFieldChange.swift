import Web

/// What a program says of a field's definition: members that are there replace.
struct CustomFieldChange: Sendable {
    private var label: String?
    private var help: String?
    private var section: String?
    private var isRequired: Bool?
    private var isUnique: Bool?
    /// Null for none.
    private var standard: JSONValue?
    private var choices: [CustomField.Choice]?

    init(_ input: inout JSONInput) {
        label = input.words("label")
        help = input.words("help")
        section = input.words("section")
        isRequired = input.flag("required")
        isUnique = input.flag("unique")
        standard = input.value("default") { $0 }
        choices = input.value("choices", Self.choices)
    }

    func apply(to definition: inout CustomField.Definition) {
        definition.label = label ?? definition.label
        definition.help = help ?? definition.help
        definition.section = section ?? definition.section
        definition.isRequired = isRequired ?? definition.isRequired
        definition.isUnique = isUnique ?? definition.isUnique
        if let standard { definition.standard = standard.isNull ? nil : standard }
        definition.choices = choices ?? definition.choices
    }

    private static func choices(_ json: JSONValue) throws(FieldError) -> [CustomField.Choice] {
        if json.isNull { return [] }
        guard let items = json.array else { throw wrong("choices", "a list") }
        var choices: [CustomField.Choice] = []
        for (index, item) in items.enumerated() {
            // A label alone will do.
            if let label = item.string.flatMap({ cleanText($0) }) {
                choices.append(CustomField.Choice(value: "", label: label))
                continue
            }
            guard let object = item.object, let label = object["label"]?.string.flatMap({ cleanText($0) }),
                Set(object.names).isSubset(of: ["value", "label", "color"])
            else { throw wrong("choices[\(index)]", "a label, or an object of value, label and color") }
            let tone = object["color"]?.string ?? Tone.neutral.rawValue
            guard let tone = Tone(rawValue: tone) else {
                throw wrong("choices[\(index)][color]", "one of \(Tone.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            choices.append(CustomField.Choice(value: object["value"]?.string ?? "", label: label, tone: tone))
        }
        return choices
    }

    private static func wrong(_ field: String, _ expected: Phrase) -> FieldError {
        FieldError(field: field, code: "wrong_type", message: "This must be \(expected).")
    }
}

extension JSONInput {
    /// Text that null empties.
    fileprivate mutating func words(_ name: String) -> String? {
        names(name) ? text(name, orNull: true) ?? "" : nil
    }
}
