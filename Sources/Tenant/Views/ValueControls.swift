import Foundation
import Platform
import Web

/// Where the values of a condition are typed or chosen, as its field and question want them.
struct ValueControls: Component {
    let field: Field
    let part: FilterDraft
    let path: String
    let people: [Choice]
    let names: [String: String]
    let texts: Texts

    private var comparison: FilterOperator { FilterOperator(rawValue: part.op) ?? .eq }

    var html: HTML {
        switch comparison.arity {
        case 0: .empty
        case 2: "\(control("value", part.values.first))\(control("value2", part.values.dropFirst().first))"
        case 1: "\(control("value", part.values.first))"
        default: "\(several)"
        }
    }

    private func control(_ name: String, _ value: String?) -> FormField {
        switch field.type {
        case .choice(let choices), .choices(let choices): asked(name, .select(choices.map { Choice($0.value, texts($0.label)) }), value)
        case .bool: asked(name, .select([Choice("true", texts("Yes")), Choice("false", texts("No"))]), value)
        case .user: asked(name, .select(known(persons)), value)
        case .link: asked(name, .select(known([])), value)
        case .integer: asked(name, .number(step: "1"), value)
        case .money: asked(name, .number(step: "1"), value, example: texts("in cents"))
        case .date, .instant: day(name, value)
        default: asked(name, .text(maxLength: 200), value)
        }
    }

    /// Any number of values: chosen, or typed with commas between.
    private var several: FormField {
        switch field.type {
        case .choice(let choices), .choices(let choices):
            asked("value", .checkboxes(choices.map { Choice($0.value, texts($0.label)) }, chosen: Set(part.values)), nil)
        case .user: asked("value", .multiselect(known(persons), chosen: Set(part.values)), nil)
        case .link: asked("value", .multiselect(known([]), chosen: Set(part.values)), nil)
        default:
            asked(
                "value", .text(), part.values.isEmpty ? nil : FilterParameter(field: "", op: "in", values: part.values).written,
                example: texts("one, another"))
        }
    }

    private var persons: [Choice] { [Choice("me", texts("Me")), Choice("my_team", texts("My team"))] + people }

    /// What is chosen already stays there to be chosen.
    private func known(_ choices: [Choice]) -> [Choice] {
        let missing = part.values.filter { value in !choices.contains { $0.value == value } }
        return choices + missing.map { Choice($0, names[$0.lowercased()] ?? $0) }
    }

    private func day(_ name: String, _ value: String?) -> FormField {
        let relative = value.flatMap { RelativeDays($0) }
        switch comparison {
        case .within:
            let spans = RelativeSpan.allCases.map { Choice($0.rawValue, texts($0.label)) }
            let own = relative.flatMap { days in spans.contains { $0.value == days.written } ? nil : Choice(days.written, texts(days.label))
            }
            return asked(name, .select(spans + [own].compactMap { $0 }), relative?.written ?? "last_30_days")
        case .before, .after:
            let text = relative.map { $0.written.replacing("_", with: " ") } ?? value
            return asked(name, .combobox(Self.landmarks.map { Choice($0) }), text, example: texts("\("2026-03-31") or \("30 days ago")"))
        default:
            return asked(name, relative == nil ? .date() : .text(), relative?.written ?? value)
        }
    }

    /// Written as people may type them.
    private static let landmarks = ["today", "7 days ago", "30 days ago", "90 days ago", "12 months ago", "in 7 days", "in 30 days"]

    private func asked(_ name: String, _ control: FormField.Control, _ value: String?, example: String? = nil) -> FormField {
        let name = "\(path).\(name)"
        return FormField(
            texts("Value"), name: name, control, value: value, placeholder: example, hidesLabel: true,
            id: name.replacing(".", with: "-"))
    }
}
