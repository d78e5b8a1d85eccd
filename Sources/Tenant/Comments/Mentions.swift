import Foundation
import Platform
import Postgres
import Web

/// Finds the people whom a text names behind an `@`: by full name, by first name where only one has it, or by the first part of
/// their address.
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

        fileprivate var firstName: String { folded(String(name.prefix { $0 != " " })) }
        fileprivate var login: String { email.prefix { $0 != "@" }.lowercased() }
    }

    /// As many as a text may reach.
    static let limit = 20

    private let people: [Person]

    init(among people: [Person]) {
        // The longest name first, so that nobody is cut short by a namesake.
        self.people = people.sorted { $0.name.count > $1.name.count }
    }

    /// Whom `text` names, in order.
    func people(in text: String) -> [Person] {
        var found: [Person] = []
        var rest = text[...]
        var previous: Character?
        while let sign = rest.firstIndex(of: "@"), found.count < Self.limit {
            if sign > rest.startIndex { previous = rest[rest.index(before: sign)] }
            rest = rest[rest.index(after: sign)...]
            // Within a word it is an address.
            if !isWord(previous), let person = person(at: rest), !found.contains(where: { $0.id == person.id }) { found.append(person) }
            previous = "@"
        }
        return found
    }

    private func person(at text: Substring) -> Person? {
        if let named = people.first(where: { stands($0.name, at: text) }) { return named }
        let word = text.prefix { isWord($0) || $0 == "." || $0 == "-" }.trimmingSuffix { $0 == "." || $0 == "-" }
        let key = folded(String(word))
        guard !key.isEmpty else { return nil }
        let namesakes = people.filter { $0.firstName == key }
        return namesakes.count == 1 ? namesakes[0] : people.first { $0.login == word.lowercased() }
    }

    /// Whether the name stands there whole.
    private func stands(_ name: String, at text: Substring) -> Bool {
        let part = text.prefix(name.count)
        return part.lowercased() == name.lowercased() && !isWord(text[part.endIndex...].first)
    }

    private func isWord(_ character: Character?) -> Bool {
        character.map { $0.isLetter || $0.isNumber || $0 == "_" } ?? false
    }
}

extension Substring {
    fileprivate func trimmingSuffix(_ isTrimmed: (Character) -> Bool) -> Substring {
        var text = self
        while let last = text.last, isTrimmed(last) { text = text.dropLast() }
        return text
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
