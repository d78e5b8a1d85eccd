import Foundation
import Platform
import Postgres
import Web

/// Looks for records of one type by what people remember of them: first by how names begin, where an index leads straight to
/// them, then by what occurs anywhere, of which so many are looked at and no more.
struct RecordSearch: Sendable {
    /// A record, and how well it fits.
    struct Hit: Sendable {
        enum Fit: Int, Comparable, Sendable {
            case exact, beginning, within

            static func < (left: Fit, right: Fit) -> Bool { left.rawValue < right.rawValue }
        }

        let record: Record
        let fit: Fit
        /// Looked after or opened lately by whoever asks.
        let isNear: Bool

        /// What stands before what.
        func precedes(_ other: Hit) -> Bool {
            if fit != other.fit { return fit < other.fit }
            if isNear != other.isNear { return isNear }
            return record.updatedAt > other.record.updatedAt
        }
    }

    /// Of what occurs anywhere.
    private static let looksAt = 100

    let words: SearchWords
    let limit: Int
    private let query: RecordQuery
    /// Opened lately.
    private let recent: [UUID]

    init(_ type: RecordType, for words: SearchWords, viewer: Viewer, recent: [UUID] = [], limit: Int) {
        let wanted = Set(type.titleFields + [type.subtitleField, "email", "phone", "domain", "owner_id", "updated_at"])
        query = RecordQuery(type, viewer: viewer, fields: type.fields.filter { wanted.contains($0.name) })
        (self.words, self.recent, self.limit) = (words, recent, limit)
    }

    /// The best that there is.
    func question() throws -> Question<[Hit]> { Question(try statements(), reading: hits) }

    private func statements() throws -> [SQL] {
        var within = query
        within.search = words.searched
        var statements = try beginnings()
        if !recent.isEmpty {
            var opened = within
            opened.only = recent
            statements.append("\(query.shape.selection)\(try opened.source(reading: query.fields))")
        }
        if !words.isTooShortToOccur {
            statements.append("\(query.shape.selection)\(try within.source(reading: query.fields)) limit \(literal: Self.looksAt)")
        }
        return statements.map { $0.named("search.\(query.type.plural)") }
    }

    /// Who may not see what names are sorted by does not find by it.
    private func beginnings() throws -> [SQL] {
        let type = query.type
        guard let sorted = type.field("name")?.sortExpression, type.titleFields.allSatisfy({ type.field($0) != nil }) else { return [] }
        return try words.beginnings.map { beginning in
            """
            \(query.shape.selection)\(try query.source(reading: query.fields)) \
            and \(sorted) >= \(beginning) and \(sorted) < \("\(beginning)\u{10FFFF}") order by \(sorted), r.id limit \(literal: limit)
            """
        }
    }

    private func hits(in answers: [Rows]) throws -> [Hit] {
        var hits: [UUID: Hit] = [:]
        for row in answers.joined() {
            let record = try row.record(of: query.type, shape: query.shape)
            if hits[record.id] == nil { hits[record.id] = hit(record) }
        }
        return Array(hits.values.sorted { $0.precedes($1) }.prefix(limit))
    }

    private func hit(_ record: Record) -> Hit {
        let isNear = recent.contains(record.id) || record.ownerID != nil && record.ownerID == query.viewer.userID
        return Hit(record: record, fit: fit(record), isNear: isNear)
    }

    private func fit(_ record: Record) -> Hit.Fit {
        let title = folded(record.title)
        let names =
            [title, title.split(separator: " ").reversed().joined(separator: " ")]
            + ["email", "domain"].compactMap { record[$0].text } + (record["phone"].text.map { [$0.filter(\.isNumber)] } ?? [])
        if names.contains(words.searched) { return .exact }
        return names.contains { $0.hasPrefix(words.searched) } ? .beginning : .within
    }
}

extension Record {
    var updatedAt: Date {
        if case .instant(let date) = self["updated_at"] { date } else { .distantPast }
    }
}
