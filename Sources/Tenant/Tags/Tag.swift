import Foundation
import Postgres
import Web

/// A word by which a tenant sorts its records, with the colour that it has everywhere.
struct Tag: Sendable, RowDecodable {
    let id: UUID
    let name: String
    let color: TagColor?
    let createdAt: Date

    static let nameLimit = 50

    init(row: inout RowReader) throws {
        id = try row.next()
        name = try row.next()
        color = TagColor(rawValue: try row.next())
        createdAt = try row.next()
    }

    var path: String { "/settings/tags/\(id.text)" }

    /// A name as somebody typed it. Where tags are typed, a comma ends one.
    /// - Throws: `Failure.invalid`.
    static func name(_ text: String) throws(Failure) -> String {
        let name = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard !name.isEmpty else { throw .invalid("name", "required", "Give the tag a name.") }
        guard name.count <= nameLimit else { throw .invalid("name", "too_long", "A tag has at most \(nameLimit) characters.") }
        guard !name.contains(",") else { throw .invalid("name", "invalid", "A tag has no comma in it.") }
        return name
    }
}

/// A tag, and how many records have it.
struct UsedTag: Sendable, RowDecodable {
    let tag: Tag
    let uses: Int

    init(row: inout RowReader) throws {
        tag = try Tag(row: &row)
        uses = try row.next()
    }
}

/// One of the twelve colours that names of people have, too.
enum TagColor: String, CaseIterable, Sendable {
    case red, orange, yellow, lime, green, emerald, teal, sky, blue, indigo, violet, pink

    var hue: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    var label: Phrase {
        switch self {
        case .red: "Red"
        case .orange: "Orange"
        case .yellow: "Yellow"
        case .lime: "Lime"
        case .green: "Green"
        case .emerald: "Emerald"
        case .teal: "Teal"
        case .sky: "Sky"
        case .blue: "Blue"
        case .indigo: "Indigo"
        case .violet: "Violet"
        case .pink: "Pink"
        }
    }
}

/// The colours of a tenant's tags, as each page shows them.
struct TagColors: Sendable, Hashable {
    private var colors: [String: TagColor] = [:]

    init() {}

    init(_ rows: Rows) throws {
        for row in rows {
            let (name, color) = try row.decode((String, String).self)
            colors[name] = TagColor(rawValue: color)
        }
    }

    func badge(_ name: String) -> Badge {
        Badge(name, hue: colors[name]?.hue)
    }
}
