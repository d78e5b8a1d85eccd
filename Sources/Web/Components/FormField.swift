/// A labelled control with its help and its error, wired together for screen readers.
public struct FormField: Component {
    var label: String
    var name: String
    var control: Control
    var value: String?
    var error: String?
    var help: String?
    var isRequired: Bool
    var autocomplete: String?
    var placeholder: String?
    var hasAutofocus: Bool
    var isDisabled: Bool
    var hidesLabel: Bool
    var id: String

    /// - Parameters:
    ///   - name: the key the form sends; also makes the id, unless `id` is given because the name repeats.
    ///   - value: what stands in it; for a checkbox, anything but nil ticks it.
    ///   - error: what is wrong and what to do, in one sentence.
    ///   - autocomplete: a token of the HTML standard, such as `email` or `current-password`.
    ///   - hidesLabel: keeps the label for screen readers only, for rows of repeated fields and tables.
    public init(
        _ label: String, name: String, _ control: Control = .text(), value: String? = nil, error: String? = nil,
        help: String? = nil, required: Bool = false, autocomplete: String? = nil, placeholder: String? = nil,
        autofocus: Bool = false, disabled: Bool = false, hidesLabel: Bool = false, id: String? = nil
    ) {
        (self.label, self.name, self.control, self.value) = (label, name, control, value)
        (self.error, self.help, isRequired, self.autocomplete) = (error, help, required, autocomplete)
        (self.placeholder, hasAutofocus, isDisabled) = (placeholder, autofocus, disabled)
        (self.hidesLabel, self.id) = (hidesLabel, id ?? "field-\(name)")
    }

    public var html: HTML {
        switch control {
        case .hidden: "<input type=\"hidden\" name=\"\(name)\"\(attribute: "value", value)>"
        case .checkbox: checkbox
        case .radios(let choices): radios(choices)
        case .checkboxes(let choices, let chosen): checkboxes(choices, chosen: chosen)
        default: labelled
        }
    }

    private var labelled: HTML {
        """
        <div class="field\(if: error != nil, " wrong")"><label for="\(id)"\(if: hidesLabel, " class=\"unseen\"")>\
        \(label)\(requiredMark)</label>\(controlHTML)\(notes)</div>
        """
    }

    private var checkbox: HTML {
        """
        <div class="field tick\(if: error != nil, " wrong")"><label for="\(id)">\
        <input type="checkbox" value="1"\(shared)\(attribute: "checked", value != nil)>\
        <span>\(label)\(requiredMark)</span></label>\(notes)</div>
        """
    }

    private func radios(_ choices: [Choice]) -> HTML {
        """
        <fieldset class="field\(if: error != nil, " wrong")"\(attribute: "aria-describedby", describedBy)>\
        <legend>\(label)\(requiredMark)</legend>\
        \(each: choices, { choice in
            """
            <label class="tick"><input type="radio" name="\(name)" value="\(choice.value)"\
            \(attribute: "checked", choice.value == value)\(attribute: "required", isRequired)>\
            <span>\(choice.label)</span></label>
            """
        })\(notes)</fieldset>
        """
    }

    private func checkboxes(_ choices: [Choice], chosen: Set<String>) -> HTML {
        """
        <fieldset class="field\(if: error != nil, " wrong")" id="\(id)" tabindex="-1"\(attribute: "aria-describedby", describedBy)>\
        <legend\(if: hidesLabel, " class=\"unseen\"")>\(label)\(requiredMark)</legend><input type="hidden" name="\(name)" value="">\
        \(each: choices, { choice in
            """
            <label class="tick"><input type="checkbox" name="\(name)" value="\(choice.value)"\
            \(attribute: "checked", chosen.contains(choice.value))><span>\(choice.label)</span></label>
            """
        })\(notes)</fieldset>
        """
    }

    private var requiredMark: HTML? {
        isRequired ? "<span class=\"required\" aria-hidden=\"true\">*</span>" : nil
    }

    private var notes: HTML {
        """
        \(help.map { "<p class=\"help\" id=\"\(id)-help\">\($0)</p>" })\
        \(error.map { "<p class=\"error\" id=\"\(id)-error\">\(Icon.alert)\($0)</p>" })
        """
    }

    private var describedBy: String? {
        let ids = [error.map { _ in "\(id)-error" }, help.map { _ in "\(id)-help" }].compactMap { $0 }
        return ids.isEmpty ? nil : ids.joined(separator: " ")
    }

    /// The attributes every control has.
    var shared: HTML {
        """
        \(attribute: "id", id)\(attribute: "name", name)\(attribute: "required", isRequired)\
        \(attribute: "autocomplete", autocomplete)\(attribute: "placeholder", placeholder)\
        \(attribute: "autofocus", hasAutofocus)\(attribute: "disabled", isDisabled)\
        \(attribute: "aria-describedby", describedBy)\(attribute: "aria-invalid", error == nil ? nil : "true")
        """
    }
}
