import Foundation
import Platform
import Postgres
import Web

/// The people whom a text may name behind an `@`.
struct Mentions: Sendable {
    struct Person: Sendable, RowDecodable {
        let id: UUID
        let name: String
        let email: String

        init(row: inout RowReader) throws {
            id = try row.next()
            name = try row.next()
            email = try row.next()
        }

        init(id: UUID, name: String, email: String) {
            (self.id, self.name, self.email) = (id, name, email)
        }
    }

    /// As many as a text may reach.
    static let limit = 20

    private let people: [Person]
    private let names: MentionedNames

    init(among people: [Person]) {
        self.people = people
        names = MentionedNames(people.map { .init($0.name, email: $0.email) })
    }

    /// Whom `text` names, in order.
    func people(in text: Markdown) -> [Person] {
        text.mentions(of: names).prefix(Self.limit).map { people[$0] }
    }
}

enum MentionQueries {
    /// Everybody who works here.
    static let colleagues: SQL = "select id, name, email from users where status = 'active' order by lower(name), id limit 2000"

    /// The first few whose name or address begins with `text`, or has a word that does.
    static func matching(_ text: String, limit: Int = 8) -> SQL {
        let pattern = escapedForLike(text)
        return """
            select id, name, email from users
            where status = 'active'
              and (name ilike \("\(pattern)%") or name ilike \("% \(pattern)%") or email ilike \("\(pattern)%"))
            order by lower(name), id limit \(literal: limit)
            """
    }
}
