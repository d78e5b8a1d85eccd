import Foundation
import Platform
import Postgres
import Web

/// What the records that were found have in common, and how many of them: owners, stages, tags, when they were changed. So many
/// are looked at and no more.
struct SearchFacets: Sendable {
    /// One way to narrow.
    struct Facet: Sendable {
        struct Value: Sendable {
            let filter: FilterParameter
            let label: String
            let count: Int
        }

        let field: Field
        var values: [Value]
    }

    static let looksAt = 1_000
    private static let valuesOfFacet = 8
    private static let spans: [RelativeSpan] = [.today, .last7Days, .last30Days]

    let state: SearchState
    let type: RecordType
    let context: StaffContext

    private var fields: [Field] {
        let narrowed = Set(state.filters.map(\.field))
        let fields = type.fields.filter { field in
            guard field.uses.contains(.filter), !narrowed.contains(field.name), field.join == nil else { return false }
            switch field.type {
            case .choice, .tags, .user: return true
            default: return field.name == type.badgeField
            }
        }
        return Array(fields.prefix(6))
    }

    func load() async throws -> [Facet] {
        let fields = fields
        let source = try state.query(type, fields: [], for: context.viewer, at: context.scope.now).source()
        var columns: SQL = "r.updated_at"
        for (index, field) in fields.enumerated() {
            columns.append(", \(Self.texts(field)) as \(SQLIdentifier(unchecked: "facet_\(index)"))")
        }
        var counts: [SQL] = fields.indices.map { index in
            """
            (select \(literal: index), v.value, count(*) from found, unnest(found.\(SQLIdentifier(unchecked: "facet_\(index)"))) as v (value)
            where v.value <> '' group by v.value order by count(*) desc, v.value limit \(literal: Self.valuesOfFacet))
            """
        }
        let updated = type.field("updated_at").flatMap { field in state.filters.contains { $0.field == field.name } ? nil : field }
        if updated != nil { counts += Self.spans.map { count(of: $0, at: fields.count) } }
        if counts.isEmpty { return [] }
        let rows = try await context.scope.database.read(
            """
            with found as materialized (select \(columns) \(source) limit \(literal: Self.looksAt))
            \(counts.joined(by: " union all "))
            """)
        return try await facets(fields + [updated].compactMap { $0 }, try rows.map { try $0.decode((Int32, String, Int).self) })
    }

    /// The field's values as a list of texts.
    private static func texts(_ field: Field) -> SQL {
        switch field.type {
        case .tags: field.expression
        default: "array[\(field.expression)::text]"
        }
    }

    private func count(of span: RelativeSpan, at index: Int) -> SQL {
        let first = span.days(around: CalendarDate(context.scope.now, in: context.viewer.timeZone)).first
        let start = first.start(in: context.viewer.timeZone)
        return "(select \(literal: index), \(span.rawValue), count(*) from found where updated_at >= \(start) having count(*) > 0)"
    }

    private func facets(_ fields: [Field], _ rows: [(Int32, String, Int)]) async throws -> [Facet] {
        let people = rows.compactMap { fields[Int($0.0)].isReference ? UUID(uuidString: $0.1) : nil }
        let names = try await NameLookup(scope: context.scope).names(of: people)
        var facets = fields.map { Facet(field: $0, values: []) }
        for (index, value, count) in rows {
            let field = fields[Int(index)]
            let isSpan = if case .instant = field.type { true } else { false }
            facets[Int(index)].values.append(
                Facet.Value(
                    filter: FilterParameter(field: field.name, op: isSpan ? "within" : "eq", values: [value]),
                    label: label(value, field, names), count: count))
        }
        return facets.filter { !$0.values.isEmpty }
    }

    func label(_ value: String, _ field: Field, _ names: [String: String]) -> String {
        let texts = context.texts
        switch field.type {
        case .choice(let choices): return texts(ifAny: choices.first { $0.value == value }?.label) ?? value
        case .user: return names[value.lowercased()] ?? texts("another one")
        case .instant: return texts(ifAny: RelativeSpan(rawValue: value)?.label) ?? value
        default: return value
        }
    }
}
