/// Fields side by side, as many as fit; one below the other on a phone.
public struct FieldRow: Component {
    var fields: [FormField]

    public init(_ fields: FormField...) { self.fields = fields }
    public init(_ fields: [FormField]) { self.fields = fields }

    public var html: HTML { "<div class=\"field-row\">\(each: fields, { $0.html })</div>" }
}

/// Fields that belong together, under a heading.
public struct FieldSet: Component {
    var legend: String
    var help: String?
    var content: HTML

    public init(_ legend: String, help: String? = nil, _ content: HTML) {
        (self.legend, self.help, self.content) = (legend, help, content)
    }

    public var html: HTML {
        """
        <fieldset class="field-set"><legend>\(legend)</legend>\
        \(help.map { "<p class=\"help\">\($0)</p>" })\(content)</fieldset>
        """
    }
}

/// Rows of the same fields, such as e-mail addresses, with a button that adds another.
///
/// The last row given should be empty: it is what people without JavaScript fill in, and what the button copies.
/// Numbers in the names and ids of the empty row are written as `{n}` in `blank`.
public struct RepeatedRows: Component {
    var legend: String
    var addLabel: String
    var rows: [HTML]
    var blank: HTML

    public init(_ legend: String, addLabel: String, rows: [HTML], blank: HTML) {
        (self.legend, self.addLabel, self.rows, self.blank) = (legend, addLabel, rows, blank)
    }

    public var html: HTML {
        """
        <fieldset class="field-set repeated" data-behaviour="repeat-rows"><legend>\(legend)</legend>\
        <div data-rows>\(each: rows, { "<div class=\"repeated-row\">\($0)</div>" })</div>\
        <template><div class="repeated-row">\(blank)</div></template>\
        <button class="button quiet small needs-js" type="button" data-add>\(Icon.plus)<span>\(addLabel)</span></button>\
        </fieldset>
        """
    }
}

/// What stands above a form that was sent back: every problem, linked to its field.
public struct ErrorSummary: Component {
    var title: String
    var fields: [FormField]
    var others: [String]

    /// - Parameter others: problems that belong to no single field.
    public init(_ title: String, fields: [FormField] = [], others: [String] = []) {
        (self.title, self.fields, self.others) = (title, fields.filter { $0.error != nil }, others)
    }

    public var html: HTML {
        guard !fields.isEmpty || !others.isEmpty else { return .empty }
        return """
            <div class="notice danger" role="alert" tabindex="-1">\(Icon.alert)<div><strong>\(title)</strong><ul>\
            \(each: others, { "<li>\($0)</li>" })\
            \(each: fields, { "<li><a href=\"#\($0.id)\">\($0.label)</a>: \($0.error ?? "")</li>" })\
            </ul></div></div>
            """
    }
}
