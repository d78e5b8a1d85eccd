import Foundation
import Web

/// Reads what a form or a program says of a field's definition.
struct CustomFieldInput {
    let kind: CustomFieldKind

    // MARK: Forms

    func definition(_ form: FormData) throws -> CustomField.Definition {
        var definition = CustomField.Definition(label: form.string("label"), help: form.string("help"), section: form.string("section"))
        definition.isRequired = form.bool("required")
        definition.isUnique = form.bool("unique")
        definition.target = kind == .recordLink ? form.nonEmpty("target") : nil
        // A choice whose label is emptied goes.
        definition.choices = form.rows("choices").filter { !$0.string("text").isEmpty }.map { row in
            CustomField.Choice(
                value: row.string("value"), label: row.string("text"), tone: Tone(rawValue: row.string("color")) ?? .neutral)
        }
        definition.standard = try standard(form, definition)
        return definition
    }

    private func standard(_ form: FormData, _ definition: CustomField.Definition) throws -> JSONValue? {
        guard kind.canHaveDefault else { return nil }
        let typed = kind == .multiChoice ? form.strings("default").joined(separator: ",") : form.string("default")
        if typed.isEmpty { return kind == .yesNo && form.bool("default") ? true : nil }
        do throws(FieldError) {
            return try FieldInput(CustomField.sample(kind, definition).fields[0]).value(typed: typed).json
        } catch {
            throw Failure.invalid("default", error.code, error.message)
        }
    }

    // MARK: JSON

    /// Members that both a new field and a change may have.
    static let members: Set<String> = ["label", "help", "section", "required", "unique", "default", "choices"]

    /// Changes what `object` names. - Throws: `Failure.invalid` naming each member that is wrong.
    static func apply(_ object: JSONObject, to definition: inout CustomField.Definition) throws {
        var errors: [FieldError] = []
        for member in object.members {
            do throws(FieldError) {
                switch member.name {
                case "label": definition.label = try text(member)
                case "help": definition.help = try text(member)
                case "section": definition.section = try text(member)
                case "required": definition.isRequired = try flag(member)
                case "unique": definition.isUnique = try flag(member)
                case "default": definition.standard = member.value.isNull ? nil : member.value
                case "choices": definition.choices = try choices(member.value)
                case "target": definition.target = try text(member)
                default: break
                }
            } catch {
                errors.append(error)
            }
        }
        if !errors.isEmpty { throw Failure.invalid(errors) }
    }

    static func text(_ member: JSONObject.Member) throws(FieldError) -> String {
        if member.value.isNull { return "" }
        guard let text = member.value.string.flatMap({ cleanText($0) }) else { throw wrong(member.name, "a text") }
        return text
    }

    static func flag(_ member: JSONObject.Member) throws(FieldError) -> Bool {
        guard let flag = member.value.bool else { throw wrong(member.name, "true or false") }
        return flag
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
