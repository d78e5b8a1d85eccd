/// The name of a table, column, role, … spliced into SQL in quotes. Only names compiled into the program are accepted.
public struct SQLIdentifier: Sendable, Hashable, ExpressibleByStringLiteral {
    /// The bare name.
    public let name: String
    /// The name as SQL writes it: in double quotes, those within doubled.
    package let quoted: String

    public init(stringLiteral name: StaticString) {
        self.init(unchecked: name.description)
    }

    /// A name made at run time. The caller vouches that it comes from the program or the catalogue, not from a person.
    package init(unchecked name: String) {
        self.name = name
        quoted = "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
