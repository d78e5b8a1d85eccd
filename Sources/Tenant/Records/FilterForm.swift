import Web

/// The little form in which one condition is written: which question, which value.
struct FilterForm: Component {
    let state: ListState

    var html: HTML {
        guard let name = state.adding, let field = state.type.field(name), field.uses.contains(.filter) else { return .empty }
        let operators = field.type.operators.map { Choice($0.rawValue, $0.label) }
        return Card(
            nil,
            Form(
                get: state.type.path,
                """
                \(HiddenFields(state, without: []))<input type="hidden" name="field" value="\(field.name)">\
                \(FormField(field.label, name: "op", .select(operators), value: operators.first?.value))\
                \(FormField("Value", name: "value", control(of: field), autofocus: true))\
                \(if: takesTwo(field), "\(FormField("and (for “between”)", name: "value2", control(of: field)))")\
                \(Button("Add filter", kind: .primary))\(Button("Cancel", kind: .quiet, href: state.href()))
                """
            ).html
        ).html
    }

    private func takesTwo(_ field: Field) -> Bool {
        field.type.operators.contains(.between)
    }

    private func control(of field: Field) -> FormField.Control {
        switch field.type {
        case .choice(let choices): .select(choices.map { Choice($0.value, $0.label) }, blank: "")
        case .bool: .select([Choice("true", "Yes"), Choice("false", "No")])
        case .user: .combobox([Choice("me", "Me"), Choice("my_team", "My team")])
        case .date, .instant: .combobox(RelativeSpan.allCases.map { Choice($0.rawValue, $0.label) })
        case .integer, .money: .number(step: "1")
        default: .text(maxLength: 200)
        }
    }
}
