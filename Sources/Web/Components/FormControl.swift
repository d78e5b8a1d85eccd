/// One of the values a select, radio group or combobox offers.
public struct Choice: Sendable, Hashable {
    /// What the form sends.
    public var value: String
    /// What people read.
    public var label: String
    /// A heading that neighbours with the same one share in a select.
    public var group: String?

    public init(_ value: String, _ label: String, group: String? = nil) {
        (self.value, self.label, self.group) = (value, label, group)
    }

    /// A choice that reads as what it sends.
    public init(_ value: String) {
        self.init(value, value)
    }
}

extension FormField {
    /// What kind of value is asked for, and its limits.
    public enum Control: Sendable {
        case text(maxLength: Int? = nil)
        case email, tel, url, search, hidden, checkbox, time, color
        /// With a button, named `show`, that shows what was typed, where JavaScript runs.
        case password(show: String)
        /// Limits are written as the browser reads them: `0`, `0.01`, `any`.
        case number(min: String? = nil, max: String? = nil, step: String? = nil)
        /// Value and limits are `YYYY-MM-DD`.
        case date(min: String? = nil, max: String? = nil)
        /// Value is `YYYY-MM-DDThh:mm`, in the viewer's time.
        case dateTime
        case textarea(rows: Int = 4)
        /// - Parameters:
        ///   - blank: label of an empty first choice; nil for none.
        ///   - submits: sends the form as soon as it changes, where JavaScript runs.
        case select([Choice], blank: String? = nil, submits: Bool = false)
        case multiselect([Choice], chosen: Set<String>)
        case radios([Choice])
        /// Boxes of which any number may be ticked; the form says so even when none is.
        case checkboxes([Choice], chosen: Set<String>)
        /// Free text with suggestions.
        /// - Parameters:
        ///   - several: whether commas stand between several of them.
        ///   - asks: an address that answers a JSON list of more, given what was typed as `q`, where JavaScript runs.
        case combobox([Choice], several: Bool = false, asks: String? = nil)
        /// - Parameter accept: file types as the browser reads them, such as `.csv,text/csv`.
        case file(accept: String? = nil, multiple: Bool = false)
    }

    var controlHTML: HTML {
        switch control {
        case .text(let maxLength): input("text", "\(attribute: "maxlength", maxLength)")
        case .email: input("email")
        case .tel: input("tel")
        case .url: input("url")
        case .search: input("search")
        case .time: input("time")
        case .color: input("color")
        case .dateTime: input("datetime-local")
        case .date(let min, let max): input("date", "\(attribute: "min", min)\(attribute: "max", max)")
        case .number(let min, let max, let step):
            input("number", "\(attribute: "min", min)\(attribute: "max", max)\(attribute: "step", step)")
        case .password(let show):
            "<span class=\"reveal\" data-behaviour=\"reveal\" data-label=\"\(show)\">\(input("password"))</span>"
        case .textarea(let rows): "<textarea rows=\"\(rows)\"\(shared)>\n\(value ?? "")</textarea>"
        case .select(let choices, let blank, let submits): select(choices, blank: blank, submits: submits)
        case .multiselect(let choices, let chosen): multiselect(choices, chosen: chosen)
        case .combobox(let choices, let several, let address): combobox(choices, several: several, asks: address)
        case .file(let accept, let multiple):
            "<input type=\"file\"\(shared)\(attribute: "accept", accept)\(attribute: "multiple", multiple)>"
        case .hidden, .checkbox, .radios, .checkboxes: .empty
        }
    }

    private func input(_ type: StaticString, _ limits: HTML = .empty) -> HTML {
        "<input\(attribute: "type", "\(type)")\(shared)\(limits)\(attribute: "value", value)>"
    }

    private func select(_ choices: [Choice], blank: String?, submits: Bool) -> HTML {
        """
        <select\(shared)\(attribute: "data-behaviour", submits ? "autosubmit" : nil)>\
        \(blank.map { "<option value=\"\">\($0)</option>" })\(options(choices) { $0 == value })</select>
        """
    }

    private func multiselect(_ choices: [Choice], chosen: Set<String>) -> HTML {
        "<select multiple\(shared)>\(options(choices) { chosen.contains($0) })</select>"
    }

    private func combobox(_ choices: [Choice], several: Bool, asks address: String?) -> HTML {
        let behaviour = several ? "several" : address.map { _ in "suggest" }
        return """
            \(input("text", " list=\"\(id)-list\"\(attribute: "data-behaviour", behaviour)\(attribute: "data-url", address)"))<datalist id="\(id)-list">\
            \(each: choices, { "<option value=\"\($0.value)\"\(if: $0.label != $0.value, " label=\"\($0.label)\"")>" })\
            </datalist>
            """
    }

    private func options(_ choices: [Choice], isChosen: (String) -> Bool) -> HTML {
        var options = HTML()
        var group: String?
        for choice in choices {
            if choice.group != group {
                if group != nil { options += "</optgroup>" }
                if let next = choice.group { options += "<optgroup label=\"\(next)\">" }
                group = choice.group
            }
            options += """
                <option value="\(choice.value)"\(attribute: "selected", isChosen(choice.value))>\(choice.label)</option>
                """
        }
        return group == nil ? options : options + "</optgroup>"
    }
}
