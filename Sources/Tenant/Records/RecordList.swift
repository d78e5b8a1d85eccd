import Foundation
import Platform
import Postgres
import Web

/// A page of records, and the ways on from it. Pages and the API ask for it alike.
struct RecordList: Sendable {
    let query: RecordQuery
    let rows: [Row]
    let nextCursor: String?
    let previousCursor: String?
    let total: RecordTotal?

    /// - Parameters:
    ///   - cursor: where to go on, as handed out before.
    ///   - cursors: what signs them.
    static func load(_ query: RecordQuery, cursor: String?, counting: Bool, cursors: Cursor, in scope: TenantScope) async throws
        -> RecordList
    {
        var query = query
        let codec = KeysetCursor(cursors: cursors, query: query, tenant: scope.tenant)
        query.position = try cursor.map { try codec.decode($0) }
        try await QueryCost(scope: scope).check(query, for: .list(counting: counting))
        var statements = [try query.page()]
        if counting { statements.append(try query.count(upTo: RecordTotal.exactUpTo + 1)) }
        let answers = try await scope.database.read(statements)
        var total: RecordTotal?
        if counting { total = try await RecordTotal.of(query, counted: answers[1].first?.decode(Int.self) ?? 0, in: scope) }
        return try RecordList(query: query, found: answers[0], codec: codec, total: total)
    }

    private init(query: RecordQuery, found: Rows, codec: KeysetCursor, total: RecordTotal?) throws {
        self.query = query
        self.total = total
        let isBackwards = query.position?.isBackwards ?? false
        let hasMore = found.count > query.limit
        let page = Array(found.prefix(query.limit))
        rows = isBackwards ? page.reversed() : page
        let hasNext = isBackwards || hasMore
        let hasPrevious = isBackwards ? hasMore : query.position != nil
        nextCursor = try hasNext ? rows.last.map { try codec.encode($0, backwards: false) } : nil
        previousCursor = try hasPrevious ? rows.first.map { try codec.encode($0, backwards: true) } : nil
    }

    func records() throws -> [Record] {
        let shape = query.shape
        return try rows.map { try $0.record(of: query.type, shape: shape) }
    }
}

/// How many records a list has: exact up to 10,000, an estimate of the database's planner beyond.
struct RecordTotal: Sendable {
    static let exactUpTo = 10_000

    let count: Int
    let isEstimate: Bool

    static func of(_ query: RecordQuery, counted: Int, in scope: TenantScope) async throws -> RecordTotal {
        guard counted > exactUpTo else { return RecordTotal(count: counted, isEstimate: false) }
        return RecordTotal(count: max(try await estimate(of: query, in: scope).count, counted), isEstimate: true)
    }

    /// What the planner expects, without counting anything.
    static func estimate(of query: RecordQuery, in scope: TenantScope) async throws -> RecordTotal {
        let plan = try await scope.database.read("explain (format json) select 1 \(try query.source())")
        let text = try plan.first?.decode(String.self) ?? "[]"
        let rows = (try? JSONValue(parsing: text))?[0]?["Plan"]?["Plan Rows"]?.int ?? 0
        return RecordTotal(count: rows, isEstimate: true)
    }
}

/// Turns a place in an ordered list into text that clients may keep but not make up.
struct KeysetCursor: Sendable {
    let cursors: Cursor
    let query: RecordQuery
    let tenant: Tenant

    /// What a cursor is good for: this list in this order, of this tenant.
    private var list: String {
        "\(tenant.id)/\(query.type.plural)/\(query.sort.map(\.parameter).joined(separator: ","))"
    }

    func encode(_ row: Row, backwards: Bool) throws -> String {
        let position = try query.keyset.position(of: row, fieldCount: query.fields.count, backwards: backwards)
        let values = position.values.map { value -> JSONValue in
            switch value {
            case .text(let text): .string(text)
            case .integer(let number): .int(Int64(number))
            case .number(let number): .string(number.description)
            case .date(let date): .string(date.description)
            // Microseconds, as the database keeps them: rounding would skip or repeat rows.
            case .instant(let date): .int(Int64((date.timeIntervalSince1970 * 1_000_000).rounded()))
            case .bool(let flag): .bool(flag)
            case .id(let id): .string(id.uuidString)
            default: .null
            }
        }
        return cursors.encode(values + [.bool(backwards), .string(position.id.uuidString)], list: list)
    }

    func decode(_ text: String) throws -> KeysetPosition {
        var values = try cursors.decode(text, list: list)
        guard let id = values.popLast()?.string.flatMap({ UUID(uuidString: $0) }), let isBackwards = values.popLast()?.bool,
            values.count == query.keyset.keys.count
        else { throw Failure.invalid("cursor", "invalid", "This cursor belongs to another list.") }
        let read = zip(query.keyset.keys, values).map { key, value in Self.value(value, key.type) }
        return KeysetPosition(values: read, id: id, isBackwards: isBackwards)
    }

    private static func value(_ json: JSONValue, _ type: FieldType) -> FieldValue {
        switch (json, type) {
        case (.int(let micros), .instant): .instant(Date(timeIntervalSince1970: Double(micros) / 1_000_000))
        case (.int(let number), _): .integer(Int(number))
        case (.bool(let flag), _): .bool(flag)
        case (.string(let text), .number): Decimal(string: text).map { .number($0) } ?? .null
        case (.string(let text), .date): CalendarDate(iso: text).map { .date($0) } ?? .null
        case (.string(let text), .user), (.string(let text), .link): UUID(uuidString: text).map { .id($0) } ?? .null
        case (.string(let text), _): .text(text)
        default: .null
        }
    }
}
