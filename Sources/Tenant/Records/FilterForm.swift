import Web

/// The little form in which one condition is written: which question, which value.
struct FilterForm: Component {
    let state: ListState
    /// Whom a filter by owner offers.
    let people: [Choice]
    let texts: Texts

    var html: HTML {
        guard let name = state.adding, let field = state.type.field(name), field.uses.contains(.filter) else { return .empty }
        let operators = field.type.operators.map { Choice($0.rawValue, texts($0.label)) }
        // The style sheet hides the values that the chosen question does not take.
        return Form(
            get: state.type.path, id: "filter-form",
            """
            \(HiddenFields(state, without: []))<input type="hidden" name="field" value="\(field.name)">\
            \(FormField(texts(field.label), name: "op", .select(operators), value: operators.first?.value))\
            \(FormField(texts("Value"), name: "value", control(of: field), placeholder: example(field), autofocus: true, hidesLabel: true))\
            \(if: field.type.operators.contains(.between), "\(FormField(texts("and"), name: "value2", control(of: field)))")\
            \(Button(texts("Add filter"), kind: .primary, small: true))\(Button(texts("Cancel"), kind: .quiet, href: state.href(), small: true))
            """
        ).html
    }

    private func example(_ field: Field) -> String? {
        switch field.type {
        case .date, .instant: texts("\("last_30_days") or \("2026-03-31")")
        default: nil
        }
    }

    private func control(of field: Field) -> FormField.Control {
        switch field.type {
        case .choice(let choices), .choices(let choices): .select(choices.map { Choice($0.value, texts($0.label)) })
        case .bool: .select([Choice("true", texts("Yes")), Choice("false", texts("No"))])
        case .user: .select([Choice("me", texts("Me")), Choice("my_team", texts("My team"))] + people)
        case .date, .instant: .combobox(RelativeSpan.allCases.map { Choice($0.rawValue, texts($0.label)) })
        case .integer, .money: .number(step: "1")
        case .number: .number(step: "any")
        default: .text(maxLength: 200)
        }
    }
}
