import Foundation
import Platform
import Postgres

/// A record of some type, as events and lists of others name it.
struct RecordKey: Sendable, Hashable {
    let type: String
    let id: UUID
}

/// What records of any types are called, and where they are, for somebody who may see them.
struct RecordTitles: Sendable {
    struct Title: Sendable {
        let text: String
        /// A quiet word more: a job, an industry.
        let detail: String?
        let path: String
        let type: RecordType
    }

    /// How statements are asked: within a transaction or without.
    typealias Reading = @Sendable ([SQL]) async throws -> [Rows]

    /// Those that `viewer` may see.
    /// - Parameter trash: whether records in the trash are shown there.
    static func of(_ keys: [RecordKey], for viewer: Viewer, trash: Bool = false, reading: Reading) async throws -> [RecordKey: Title] {
        let questions = Dictionary(grouping: keys, by: \.type).flatMap { name, keys -> [Question] in
            guard let type = viewer.records.named(name) else { return [] }
            let ids = Array(Set(keys.map(\.id)))
            return (trash ? [false, true] : [false]).map { Question(type, ids, deleted: $0, viewer: viewer) }
        }
        if questions.isEmpty { return [:] }
        var titles: [RecordKey: Title] = [:]
        for (question, rows) in zip(questions, try await reading(questions.map(\.statement))) {
            for row in rows { titles.merge([try question.title(row)]) { first, _ in first } }
        }
        return titles
    }

    /// Records of one type, in the trash or not.
    private struct Question {
        private let query: RecordQuery
        private let ids: [UUID]

        init(_ type: RecordType, _ ids: [UUID], deleted: Bool, viewer: Viewer) {
            let named = Set(type.titleFields + [type.subtitleField, "email"])
            var query = RecordQuery(type, viewer: viewer, fields: type.fields.filter { named.contains($0.name) })
            query.showsDeleted = deleted
            (self.query, self.ids) = (query, ids)
        }

        var statement: SQL { query.many(ids) }

        func title(_ row: Row) throws -> (RecordKey, Title) {
            let record = try row.record(of: query.type, shape: query.shape)
            let path = record.path + (query.showsDeleted ? "?trash=true" : "")
            let title = Title(text: record.title, detail: record[query.type.subtitleField].text, path: path, type: query.type)
            return (RecordKey(type: query.type.name, id: record.id), title)
        }
    }
}
