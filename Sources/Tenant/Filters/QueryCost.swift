import Foundation
import Platform
import Postgres
import Synchronization
import Web

/// Keeps questions that would keep the database busy for seconds from being asked: its planner says beforehand what they cost.
struct QueryCost: Sendable {
    static let code = "too_expensive"

    let scope: TenantScope

    /// - Throws: `Failure.invalid` naming the part that costs most, and what to do about it.
    func check(_ query: RecordQuery, counting: Bool) async throws {
        guard query.isFarReaching else { return }
        let statements = [try query.page()] + (counting ? [try query.count(upTo: RecordTotal.exactUpTo + 1)] : [])
        for statement in statements where try await estimate(statement) > scope.queryCostLimit {
            throw try await refusal(of: query)
        }
    }

    /// Whether a count is cheap enough to be made for nothing but a number beside a name.
    func isTrifle(_ count: SQL) async throws -> Bool {
        try await estimate(count) <= scope.queryCostLimit / 20
    }

    /// In the planner's units: a page of the table read in order is one. Remembered for statements that differ in values only.
    private func estimate(_ statement: SQL) async throws -> Int {
        let shape = KnownCosts.Shape(tenant: scope.tenant.id, text: statement.text)
        if let known = KnownCosts.shared.cost(of: shape, at: scope.now) { return known }
        let plan = try await scope.database.read("explain (format json) \(statement)").first?.decode(String.self) ?? "[]"
        let cost = (try? JSONValue(parsing: plan))?[0]?["Plan"]?["Total Cost"]?.double ?? 0
        KnownCosts.shared.remember(Int(min(cost, 1e15)), of: shape, at: scope.now)
        return Int(min(cost, 1e15))
    }

    private func refusal(of query: RecordQuery) async throws -> Failure {
        let way: Phrase =
            "Narrow the list down first, for instance to an owner, a stage or the last 30 days; or ask for something more exact."
        var plain = query
        plain.sort = [query.type.defaultSort]
        if plain.sort != query.sort, try await estimate(try plain.page()) <= scope.queryCostLimit {
            return .invalid("sort", Self.code, "So many \(query.type.pluralLabel.lowercased()) cannot be put in this order. \(way)")
        }
        let words = FilterWords(viewer: query.viewer, names: [:], texts: scope.texts)
        var dearest: (part: Filter, cost: Int)?
        for part in query.filter?.parts ?? [] {
            plain.narrow(to: part, at: scope.now)
            let cost = try await estimate(try plain.page())
            if cost > dearest?.cost ?? -1 { dearest = (part, cost) }
        }
        guard let dearest else { return .invalid("filter", Self.code, "This list takes too long to find. \(way)") }
        return .invalid(
            "filter", Self.code, "“\(words.sentence(dearest.part, of: query.type).whole)” takes too long to find. \(way)")
    }
}

extension RecordQuery {
    /// Whether it asks more than plain questions about fields of its own: those may be slow on no index at most.
    fileprivate var isFarReaching: Bool {
        sort.contains { type.field($0.field)?.join != nil } || (filter?.isFarReaching ?? false)
    }
}

extension Filter {
    fileprivate var isFarReaching: Bool {
        switch self {
        case .all(let parts): parts.contains(where: \.isFarReaching)
        case .any, .not, .related: true
        case .condition(let condition): ![.eq, .in, .within, .starts].contains(condition.comparison)
        }
    }
}

/// What statements were found to cost, for some minutes: tables grow.
private final class KnownCosts: Sendable {
    struct Shape: Hashable {
        let tenant: UUID
        let text: String
    }

    static let shared = KnownCosts()
    private static let limit = 2_000
    private static let lifetime: TimeInterval = 300

    private let known = Mutex<[Shape: (cost: Int, until: Date)]>([:])

    func cost(of shape: Shape, at now: Date) -> Int? {
        known.withLock { known in known[shape].flatMap { $0.until > now ? $0.cost : nil } }
    }

    func remember(_ cost: Int, of shape: Shape, at now: Date) {
        known.withLock { known in
            if known.count >= Self.limit { known.removeAll() }
            known[shape] = (cost, now.addingTimeInterval(Self.lifetime))
        }
    }
}
