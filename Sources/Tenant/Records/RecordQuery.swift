import Foundation
import Platform
import Postgres
import Web

/// A question for some of a viewer's records, and the only function that starts such a query.
struct RecordQuery: Sendable {
    let type: RecordType
    let viewer: Viewer
    var shape: RecordShape
    private(set) var filter: Filter?
    /// From where the filter counts days such as "this week".
    private var now = Date.distantPast
    /// Folded words that all must occur.
    var search: String = ""
    var sort: [SortKey]
    var position: KeysetPosition?
    var limit = 25
    var showsDeleted = false
    /// Asks for these only; nil asks for all.
    var only: [UUID]?
    var action: Action = .view

    /// - Parameter type: as declared or as the viewer sees it; the query is about what they see.
    init(_ type: RecordType, viewer: Viewer, fields: [Field]? = nil) {
        let type = viewer.records.refined(type)
        self.init(seen: type, viewer: viewer, shape: fields.map { RecordShape($0) } ?? type.apiShape)
    }

    init(_ type: RecordType, viewer: Viewer, shape: RecordShape) {
        self.init(seen: viewer.records.refined(type), viewer: viewer, shape: shape)
    }

    /// Everything of the records that the viewer may reach, for a save: what they do not see must come out of it unchanged.
    static func whole(_ type: RecordType, viewer: Viewer) -> RecordQuery {
        let whole = viewer.records.refined(type).whole
        return RecordQuery(seen: whole, viewer: viewer, shape: RecordShape(whole.recordFields))
    }

    /// The fields that somebody sees for whom the type is `type`, of records that they need not reach.
    init(everybodys type: RecordType) {
        self.init(seen: type, viewer: .system, shape: RecordShape(type.recordFields))
    }

    private init(seen type: RecordType, viewer: Viewer, shape: RecordShape) {
        self.type = type
        self.viewer = viewer
        self.shape = shape
        sort = [type.defaultSort]
    }

    var fields: [Field] { shape.fields }

    /// Asks for those only that `filter` holds for.
    /// - Parameter now: the clock of the scope that asks.
    mutating func narrow(to filter: Filter?, at now: Date) {
        (self.filter, self.now) = (filter, now)
    }

    var keyset: Keyset { Keyset(sort, of: type) }

    /// A page of records, and one more that says whether there is a next page.
    /// - Throws: `Failure.invalid` where the filter does not fit the record type.
    func page() throws -> SQL {
        let keyset = keyset
        var sql = shape.selection
        for key in keyset.keys { sql.append(", \(key.selection)") }
        sql.append(try source(reading: fields + keyset.keys.map(\.field)))
        if let position { sql.append(" and \(keyset.condition(after: position))") }
        let backwards = position?.isBackwards ?? false
        sql.append(" order by \(keyset.order(backwards: backwards)) limit \(literal: limit + 1)")
        return sql.named("\(type.plural).list")
    }

    /// How many there are; counting stops at `bound`.
    func count(upTo bound: Int) throws -> SQL {
        let sql: SQL = "select count(*) from (select 1 \(try source()) limit \(literal: bound)) as counted"
        return sql.named("\(type.plural).count")
    }

    /// The ids of all of them.
    func ids() throws -> SQL {
        "select r.id\(try source())"
    }

    /// One record by id.
    func one(_ id: UUID) -> SQL {
        byID("r.id = \(id)").named("\(type.plural).one")
    }

    /// Several records by id, as far as they are there.
    func many(_ ids: [UUID]) -> SQL {
        byID("r.id = any(\(ids))").named("\(type.plural).many")
    }

    /// Whether `one`, `many` and `matching` say behind the fields if a record is shared for editing.
    var asksForShares: Bool { type.isSharedForEditing(with: viewer) != nil }

    /// Those for which `condition` on alias `r` holds, written beside the name of its function like every other statement.
    func matching(_ condition: SQL) -> SQL { byID(condition) }

    private func byID(_ condition: SQL) -> SQL {
        var sql = shape.selection
        if let shared = type.isSharedForEditing(with: viewer) { sql.append(", \(shared)") }
        sql.append(" from \(type.table) r\(joins(for: fields)) where \(condition) and \(deletion) and \(type.allows(action, for: viewer))")
        return sql
    }

    /// Every matching record in no promised order, for exports and counts of their own.
    /// - Parameter fields: what is read of them; what only those need is not joined for a count.
    func source(reading fields: [Field] = []) throws -> SQL {
        let predicate = try filter.map { try FilterCompiler(type: type, viewer: viewer, now: now).compile($0) }
        let used = fields + (filter?.fieldNames.compactMap { type.field($0) } ?? [])
        var sql: SQL = " from \(type.table) r\(joins(for: used)) where \(deletion) and \(type.allows(action, for: viewer))"
        for word in search.split(separator: " ") { sql.append(" and \(occurs(String(word)))") }
        if let predicate { sql.append(" and \(predicate)") }
        if let only { sql.append(" and r.id = any(\(only))") }
        return sql
    }

    /// A word of three letters is found anywhere. A shorter one is no trigram, so it is found where words begin; the index
    /// knows nothing of signs.
    private func occurs(_ word: String) -> SQL {
        guard let seen = type.seenSearchText else { return occurs(word, in: "r.search") }
        return "(\(occurs(word, in: "r.search")) and \(occurs(word, in: seen)))"
    }

    private func occurs(_ word: String, in text: SQL) -> SQL {
        let escaped = escapedForLike(word)
        if word.unicodeScalars.count > 2 || !word.contains(where: { $0.isLetter || $0.isNumber }) {
            return "\(text) like \("%\(escaped)%")"
        }
        return "(\(text) like \("\(escaped)%") or \(text) like \("% \(escaped)%"))"
    }

    /// What was merged into another record is not in the trash: the merge brings it back.
    private var deletion: SQL {
        guard showsDeleted else { return "r.deleted_at is null" }
        return "r.deleted_at is not null and not exists (select from merged_records m where m.record_id = r.id)"
    }

    private func joins(for fields: [Field]) -> SQL {
        let names = Set(fields.compactMap(\.join))
        return type.joins.filter { names.contains($0.name) }.map { " " + $0.sql(viewer) }.joined(by: "")
    }
}

extension Field {
    /// How a select list reads it.
    var selection: SQL {
        if let custom { return "r.custom->\(custom.literal)" }
        guard case .money = type, let column else { return expression }
        return "r.\(column) || ' ' || r.\(SQLIdentifier(unchecked: column.name + "_currency"))"
    }
}

/// Text in which `%`, `_` and `\` stand for themselves.
func escapedForLike(_ text: String) -> String {
    var escaped = ""
    for character in text {
        if character == "%" || character == "_" || character == "\\" { escaped.append("\\") }
        escaped.append(character)
    }
    return escaped
}

extension Row {
    /// Reads a record that `one`, `many` or `matching` of `query` selected, with whether it is shared for editing.
    func record(of query: RecordQuery) throws -> Record {
        var record = try record(of: query.type, shape: query.shape)
        if query.asksForShares { record.isSharedForEditing = try self[query.fields.count + 2].decode(Bool.self) }
        return record
    }

    /// Reads a record that `RecordQuery` selected.
    func record(of type: RecordType, shape: RecordShape) throws -> Record {
        Record(
            type: type, shape: shape, id: try self[0].decode(UUID.self), version: try self[1].decode(Int.self),
            values: try shape.fields.enumerated().map { try $1.value(in: self[$0 + 2]) })
    }
}
