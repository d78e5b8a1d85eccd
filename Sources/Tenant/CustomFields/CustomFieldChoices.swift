import Platform
import Web

/// The rows in which the choices of a field are written.
struct CustomFieldChoices: Component {
    let form: CustomFieldForm
    let texts: Texts

    var html: HTML {
        let entries: [CustomField.Choice] =
            form.typed.map { typed in
                typed.rows("choices").map {
                    .init(value: $0.string("value"), label: $0.string("text"), tone: Tone(rawValue: $0.string("color")) ?? .neutral)
                }
            } ?? form.field?.definition.choices ?? []
        // Some blank rows more, so that the form works without JavaScript.
        let blank = CustomField.Choice(value: "", label: "")
        let spare = form.field == nil && entries.isEmpty ? 4 : 2
        let rows = (entries + Array(repeating: blank, count: spare)).enumerated().map { choice($1, String($0)) }
        return """
            \(RepeatedRows(texts("Choices"), addLabel: texts("Add another"), rows: rows, blank: choice(blank, "{n}")))\
            \(texts.error("choices", in: form.errors).map { "<p class=\"error\">\(Icon.alert)\($0)</p>" })
            """
    }

    private func choice(_ choice: CustomField.Choice, _ index: String) -> HTML {
        let name = "choices[\(index)]"
        let fields = FieldRow([
            FormField(
                texts("Choice"), name: "\(name)[text]", .text(maxLength: 60), value: choice.label,
                error: texts.error("\(name)[label]", in: form.errors),
                hidesLabel: true, id: "field-choices-\(index)-label"),
            FormField(
                texts("Colour"), name: "\(name)[color]", .select(Tone.allCases.map { Choice($0.rawValue, texts(Self.colour($0))) }),
                value: choice.tone.rawValue, hidesLabel: true, id: "field-choices-\(index)-color"),
        ])
        return "<input type=\"hidden\" name=\"\(name)[value]\" value=\"\(choice.value)\">\(fields)"
    }

    private static func colour(_ tone: Tone) -> Phrase {
        switch tone {
        case .neutral: "Grey"
        case .info: "Blue"
        case .success: "Green"
        case .warning: "Yellow"
        case .danger: "Red"
        case .brand: "Your colour"
        }
    }
}
