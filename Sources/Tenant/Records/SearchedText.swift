import Postgres

/// A part of the text that quick search looks through. All parts are kept folded together in one indexed column, so that one index
/// answers; who does not see some of them is shown only what their words find in the others.
struct SearchedText: Sendable {
    /// The fields that say it; who sees all of them finds records by it.
    let fields: [String]
    /// What it says, over alias `r`.
    let expression: SQL

    init(_ fields: String..., as expression: SQL) {
        (self.fields, self.expression) = (fields, expression)
    }

    /// A column of text.
    init(_ column: StaticString) {
        (fields, expression) = ([column.description], "r.\(SQLIdentifier(stringLiteral: column))")
    }

    /// What a tenant has added.
    init(custom field: Field) {
        (fields, expression) = ([field.name], "(\(field.selection))::text")
    }

    static let tags = SearchedText("tags", as: "array_to_string(r.tags, ' ')")
}

extension RecordType {
    /// As much of the search text as this person sees; nil where that is all of it.
    var seenSearchText: SQL? {
        if whole === self { return nil }
        let parts = whole.searched + whole.customFields.map { SearchedText(custom: $0) }
        let seen = parts.filter { $0.fields.allSatisfy { field($0) != nil } }
        if seen.count == parts.count { return nil }
        if seen.isEmpty { return "''" }
        return "lower(unaccent(concat_ws(\((["' '"] + seen.map(\.expression)).joined(by: ", ")))))"
    }
}
