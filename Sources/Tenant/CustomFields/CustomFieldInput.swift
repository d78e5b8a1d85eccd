import Foundation
import Web

/// Reads what a form says of a field's definition.
struct CustomFieldInput {
    let kind: CustomFieldKind

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
}
