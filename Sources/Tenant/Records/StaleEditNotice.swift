import Web

/// Both versions of each field side by side, with a choice for each. It stands within the form, so what is chosen goes along
/// with what was typed.
struct StaleEditNotice: Component {
    let type: RecordType
    let differences: [StaleEdit.Difference]
    /// The control of a field, with what the person typed; nil where it stands in the form below.
    let control: @Sendable (Field) -> HTML?
    /// Whose version of it the person chose before, if they did.
    let choice: VersionChoice
    /// Names of the people and records that values refer to.
    let names: [String: String]
    let shown: Shown

    private var texts: Texts { shown.texts }

    var html: HTML {
        let lead =
            differences.isEmpty
            ? texts("What was saved is what you typed, too. Save again to go on.")
            : texts("Nothing of yours is lost. Choose for each field which version stays, and save again.")
        return """
            \(Notice(.warning, title: texts("Somebody saved this \(type.label.lowercased()) in the meantime"), "\(lead)"))\
            \(each: differences, { versions($0).html })
            """
    }

    private func versions(_ difference: StaleEdit.Difference) -> FieldSet {
        let field = difference.field
        let theirs = texts.html("Saved meanwhile: \(html: value(difference.theirs, field))")
        let control = control(field)
        let mine = control == nil ? texts.html("Yours: \(html: difference.mine.map { value($0, field) } ?? "")") : "\(texts("Yours"))"
        return FieldSet(
            texts(field.label),
            Grid(
                .halves,
                "<div>\(radio(difference, "theirs", theirs))</div><div class=\"stack\">\(radio(difference, "mine", mine))\(control)</div>"
            ).html)
    }

    /// What only the others changed stays as they have it, unless the person says otherwise.
    private func radio(_ difference: StaleEdit.Difference, _ value: String, _ label: HTML) -> HTML {
        let keepsTheirs = choice.theirs.contains(difference.field.name) || !difference.isMineChanged
        return """
            <label class="tick"><input type="radio" name="\(VersionChoice.name(of: difference.field))" value="\(value)"\
            \(attribute: "checked", (value == "theirs") == keepsTheirs)><span>\(label)</span></label>
            """
    }

    private func value(_ value: FieldValue, _ field: Field) -> HTML {
        let text = value.id.map { names[$0.text] ?? texts("another one") } ?? shown.text(value, field.type)
        return "<bdi>\(text.isEmpty ? texts("nothing") : text)</bdi>"
    }
}
