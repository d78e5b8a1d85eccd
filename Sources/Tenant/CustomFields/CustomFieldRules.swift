import Foundation
import Web

/// A field that somebody wants to add.
struct NewCustomField: Sendable {
    let recordType: RecordType
    let kind: CustomFieldKind
    /// Nil takes one that follows from the label.
    let name: String?
    let definition: CustomField.Definition
}

/// What must hold of a definition. All that is wrong is told at once.
struct CustomFieldRules {
    let type: RecordType
    /// The fields of this type that are there, archived ones too.
    let known: [CustomField]

    private static let labelLimit = 60
    private static let helpLimit = 300

    func check(_ new: NewCustomField) throws -> (name: CustomName, definition: CustomField.Definition) {
        var errors: [FieldError] = []
        let name = name(of: new, &errors)
        checkRoom(for: new.kind, &errors)
        let definition = checked(new.definition, new.kind, besides: nil, was: nil, &errors)
        guard let name, errors.isEmpty else { throw Failure.invalid(errors) }
        return (name, definition)
    }

    /// - Parameter before: what is there now.
    func check(_ field: CustomField, was before: CustomField.Definition) throws -> CustomField.Definition {
        var errors: [FieldError] = []
        let definition = checked(field.definition, field.kind, besides: field.id, was: before, &errors)
        if !errors.isEmpty { throw Failure.invalid(errors) }
        return definition
    }

    func checkReturn(of field: CustomField) throws {
        var errors: [FieldError] = []
        checkRoom(for: field.kind, &errors)
        checkLabel(field.definition.label, besides: field.id, &errors)
        if !errors.isEmpty { throw Failure.invalid(errors) }
    }

    // MARK: Name and number

    private func name(of new: NewCustomField, _ errors: inout [FieldError]) -> CustomName? {
        if let given = new.name {
            guard let name = CustomName(given) else {
                errors.append(
                    FieldError(
                        field: "name", code: "invalid",
                        message:
                            "A name begins with a small letter and has small letters, digits and underscores, at most \(CustomName.limit).")
                )
                return nil
            }
            if let taken = known.first(where: { $0.name == name }) {
                errors.append(
                    FieldError(
                        field: "name", code: "taken",
                        message: taken.isArchived ? "An archived field has this name: bring that one back." : "Another field has this name."
                    ))
            }
            return name
        }
        // A label in another script has no name of its own.
        let wanted = CustomName(label: new.definition.label) ?? CustomName("field_\(known.count + 1)")
        guard let wanted else { return nil }
        let taken = Set(known.map(\.name))
        if !taken.contains(wanted) { return wanted }
        return (2...1_000).lazy.compactMap { CustomName("\(wanted.description.prefix(CustomName.limit - 5))_\($0)") }.first {
            !taken.contains($0)
        }
    }

    private func checkRoom(for kind: CustomFieldKind, _ errors: inout [FieldError]) {
        let active = known.filter { !$0.isArchived }
        if active.count >= CustomField.limit {
            errors.append(
                FieldError(
                    field: "record_type", code: "too_many",
                    message: "\(type.pluralLabel) have \(CustomField.limit) fields of their own already, which is as many as there can be.")
            )
        }
        if kind.isReference, active.filter(\.kind.isReference).count >= CustomField.referenceLimit {
            errors.append(
                FieldError(
                    field: "type", code: "too_many",
                    message: "At most \(CustomField.referenceLimit) fields of a record type can lead to people and records."))
        }
    }

    // MARK: Definition

    private func checked(
        _ definition: CustomField.Definition, _ kind: CustomFieldKind, besides id: UUID?, was before: CustomField.Definition?,
        _ errors: inout [FieldError]
    ) -> CustomField.Definition {
        var definition = definition
        checkLabel(definition.label, besides: id, &errors)
        checkLength(definition.help, "help", Self.helpLimit, &errors)
        checkLength(definition.section, "section", Self.labelLimit, &errors)
        if definition.isRequired, !kind.canBeRequired { refuse("required", "not_for_type", "A box to tick cannot be required.", &errors) }
        if definition.isUnique, !kind.canBeUnique {
            refuse("unique", "not_for_type", "Values of this type may be there more than once.", &errors)
        }
        definition.choices = choices(definition.choices, kind, was: before?.choices ?? [], &errors)
        checkTarget(definition.target, kind, &errors)
        if errors.isEmpty { definition.standard = standard(definition, kind, &errors) }
        return definition
    }

    private func checkLabel(_ label: String, besides id: UUID?, _ errors: inout [FieldError]) {
        if label.isEmpty { return refuse("label", "required", "Give the field a label.", &errors) }
        checkLength(label, "label", Self.labelLimit, &errors)
        // Files and people tell fields apart by their labels.
        let others =
            type.fields.filter { !$0.uses.isEmpty }.map(\.label.description)
            + known.filter { !$0.isArchived && $0.id != id }.map(\.definition.label)
        if others.contains(where: { folded($0) == folded(label) }) {
            refuse("label", "taken", "\(type.pluralLabel) have a field with this label already.", &errors)
        }
    }

    private func checkLength(_ text: String, _ field: String, _ limit: Int, _ errors: inout [FieldError]) {
        if text.count > limit { refuse(field, "too_long", "At most \(limit) characters fit here.", &errors) }
    }

    private func checkTarget(_ target: String?, _ kind: CustomFieldKind, _ errors: inout [FieldError]) {
        guard kind == .recordLink else {
            if target != nil { refuse("target", "not_for_type", "Only links to records lead to a record type.", &errors) }
            return
        }
        if target.flatMap({ RecordTypes.named($0) }) == nil {
            refuse("target", "unknown", "target is one of: \(RecordTypes.all.map(\.name).joined(separator: ", ")).", &errors)
        }
    }

    /// Each gets a value of its own, which stays when its label changes.
    private func choices(
        _ given: [CustomField.Choice], _ kind: CustomFieldKind, was before: [CustomField.Choice], _ errors: inout [FieldError]
    ) -> [CustomField.Choice] {
        guard kind.hasChoices else {
            if !given.isEmpty { refuse("choices", "not_for_type", "Only fields to choose from have choices.", &errors) }
            return []
        }
        if given.isEmpty { refuse("choices", "required", "Write at least one choice.", &errors) }
        if given.count > CustomField.choiceLimit {
            refuse("choices", "too_many", "At most \(CustomField.choiceLimit) choices fit here.", &errors)
        }
        var choices: [CustomField.Choice] = []
        for (index, choice) in given.prefix(CustomField.choiceLimit).enumerated() {
            var choice = choice
            if choice.label.isEmpty { refuse("choices[\(index)][label]", "required", "Give the choice a label.", &errors) }
            checkLength(choice.label, "choices[\(index)][label]", Self.labelLimit, &errors)
            if choice.label.contains(where: { ",;".contains($0) }) {
                refuse("choices[\(index)][label]", "invalid", "Files put commas between choices, so a label has none.", &errors)
            }
            if choices.contains(where: { folded($0.label) == folded(choice.label) }) {
                refuse("choices[\(index)][label]", "duplicate", "This is there twice.", &errors)
            }
            if choice.value.isEmpty {
                choice.value = value(for: choice.label, besides: before + given + choices)
            } else if !before.contains(where: { $0.value == choice.value }), CustomName(choice.value) == nil {
                refuse("choices[\(index)][value]", "invalid", "A value has small letters, digits and underscores.", &errors)
            }
            if choices.contains(where: { $0.value == choice.value }) {
                refuse("choices[\(index)][value]", "duplicate", "This is there twice.", &errors)
            }
            choices.append(choice)
        }
        return choices
    }

    private func value(for label: String, besides others: [CustomField.Choice]) -> String {
        let wanted = CustomName(label: label)?.description ?? "choice"
        let taken = Set(others.map(\.value))
        if !taken.contains(wanted) { return wanted }
        return (2...1_000).lazy.map { "\(wanted.prefix(CustomName.limit - 5))_\($0)" }.first { !taken.contains($0) } ?? wanted
    }

    /// A default is a value like any other.
    private func standard(_ definition: CustomField.Definition, _ kind: CustomFieldKind, _ errors: inout [FieldError]) -> JSONValue? {
        guard let standard = definition.standard, !standard.isNull else { return nil }
        guard kind.canHaveDefault, !definition.isUnique else {
            refuse("default", "not_for_type", "This field cannot begin with the same value on every record.", &errors)
            return nil
        }
        do throws(FieldError) {
            let value = try FieldInput(sample(definition, kind)).value(json: standard)
            return value.isEmpty ? nil : value.json
        } catch {
            refuse("default", error.code, error.message, &errors)
            return nil
        }
    }

    private func sample(_ definition: CustomField.Definition, _ kind: CustomFieldKind) -> Field {
        CustomField.sample(kind, definition).fields[0]
    }

    private func refuse(_ field: String, _ code: String, _ message: Phrase, _ errors: inout [FieldError]) {
        errors.append(FieldError(field: field, code: code, message: message))
    }
}

extension CustomField {
    /// One that is not there yet, to read values with.
    static func sample(_ kind: CustomFieldKind, _ definition: Definition) -> CustomField {
        CustomField(
            id: .v7(), recordType: "", name: CustomName("sample")!, kind: kind, definition: definition, position: 0, archivedAt: nil,
            indexWantedAt: nil, indexedAt: nil)
    }

    /// Whether searches find records by it.
    var isSearched: Bool { type.isText || kind == .choice }
}
