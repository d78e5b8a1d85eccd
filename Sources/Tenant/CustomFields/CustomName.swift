import Postgres
import Web

/// What programs call a custom field: `size`. It never changes, and is the member of `custom` that holds the value.
///
/// It holds nothing but small letters, digits and underscores, so that it can stand in a statement itself. It has to: an index
/// on an expression serves only statements that name the same member.
struct CustomName: Sendable, Hashable, CustomStringConvertible {
    static let limit = 40

    let description: String
    /// As in addresses, filters, sorting and the log: `custom.size`.
    let field: String

    /// Nil for anything else.
    init?(_ text: String) {
        let bytes = text.utf8
        guard let first = bytes.first, (0x61...0x7A).contains(first), bytes.count <= Self.limit, bytes.allSatisfy(Self.isPart),
            !text.hasSuffix("_")
        else { return nil }
        (description, field) = (text, "custom.\(text)")
    }

    /// What a label is called: `Größe in cm` is `grosse_in_cm`.
    init?(label: String) {
        let words = folded(label).split { !$0.isASCII || !($0.isLetter || $0.isNumber) }
        var name = words.joined(separator: "_")
        if name.first?.isNumber == true { name = "n" + name }
        name = String(name.prefix(Self.limit))
        while name.hasSuffix("_") { name.removeLast() }
        self.init(name)
    }

    /// As a text within a statement.
    var literal: SQL { SQL(unchecked: "'\(description)'") }

    /// For a table that is joined on its account.
    var alias: SQLIdentifier { SQLIdentifier(unchecked: "custom_\(description)") }

    private static func isPart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
        default: false
        }
    }
}
