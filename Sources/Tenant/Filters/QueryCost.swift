import Foundation
import Platform
import Postgres
import Synchronization
import Web

/// Keeps questions that would keep the database busy for seconds from being asked: its planner says beforehand what they cost.
struct QueryCost: Sendable {
    static let code = "too_expensive"

    /// What is going to be asked.
    enum Use: Sendable {
        /// A page, and how many there are.
        case list(counting: Bool)
        /// One page after the other.
        case export(inBackground: Bool)
        /// All of them by one statement.
        case whole
    }

    private let scope: TenantScope
    private let answer: @Sendable (SQL) async throws -> Rows

    init(scope: TenantScope) {
        self.scope = scope
        answer = { try await scope.database.read($0) }
    }

    /// Within a transaction that is open already, so that nobody who holds one connection waits for another.
    init(in transaction: TenantTransaction) {
        scope = transaction.scope
        answer = { try await transaction.query($0) }
    }

    /// - Throws: `Failure.invalid` naming the part that costs most, and what to do about it.
    func check(_ query: RecordQuery, for use: Use) async throws {
        guard query.isFarReaching, try await cost(of: query, use) > limit(of: use) else { return }
        throw try await refusal(of: query, use)
    }

    /// How many there are; estimated also where counting them would cost too much.
    func total(of query: RecordQuery) async throws -> RecordTotal {
        let count = try query.count(upTo: RecordTotal.exactUpTo + 1)
        if query.isFarReaching, try await estimate(count) > scope.queryCostLimit {
            return try await RecordTotal.estimate(of: query, in: scope)
        }
        return try await RecordTotal.of(query, counted: try await answer(count).first?.decode(Int.self) ?? 0, in: scope)
    }

    /// Whether a count is cheap enough to be made for nothing but a number beside a name.
    func isTrifle(_ count: SQL) async throws -> Bool {
        try await estimate(count) <= scope.queryCostLimit / 20
    }

    /// What is written in the background may take ten times as much: nobody waits for it, and no tenant has more than two jobs
    /// at a time on a worker. Dearer still, and each of its pages would come near the time that a statement has.
    private func limit(of use: Use) -> Int {
        if case .export(inBackground: true) = use { scope.queryCostLimit * 10 } else { scope.queryCostLimit }
    }

    private func cost(of query: RecordQuery, _ use: Use) async throws -> Int {
        var dearest = 0
        for statement in try use.statements(query) { dearest = max(dearest, try await estimate(statement)) }
        return dearest
    }

    /// In the planner's units: a page of the table read in order is one. Remembered for statements that differ in values only.
    private func estimate(_ statement: SQL) async throws -> Int {
        let shape = KnownCosts.Shape(tenant: scope.tenant.id, text: statement.text)
        if let known = KnownCosts.shared.cost(of: shape, at: scope.now) { return known }
        let plan = try await answer("explain (format json) \(statement)").first?.decode(String.self) ?? "[]"
        let cost = (try? JSONValue(parsing: plan))?[0]?["Plan"]?["Total Cost"]?.double ?? 0
        KnownCosts.shared.remember(Int(min(cost, 1e15)), of: shape, at: scope.now)
        return Int(min(cost, 1e15))
    }

    private func refusal(of query: RecordQuery, _ use: Use) async throws -> Failure {
        var plain = query
        plain.sort = [query.type.defaultSort]
        if plain.sort != query.sort, try await cost(of: plain, use) <= limit(of: use) {
            return .invalid("sort", Self.code, "So many \(query.type.pluralLabel.lowercased()) cannot be put in this order. \(use.way)")
        }
        let words = FilterWords(viewer: query.viewer, names: [:], texts: scope.texts)
        var dearest: (part: Filter, cost: Int)?
        for part in query.filter?.parts ?? [] {
            plain.narrow(to: part, at: scope.now)
            let cost = try await cost(of: plain, use)
            if cost > dearest?.cost ?? -1 { dearest = (part, cost) }
        }
        guard let dearest else { return .invalid("filter", Self.code, "This list takes too long to find. \(use.way)") }
        return .invalid(
            "filter", Self.code, "“\(words.sentence(dearest.part, of: query.type).whole)” takes too long to find. \(use.way)")
    }
}

extension QueryCost.Use {
    fileprivate func statements(_ query: RecordQuery) throws -> [SQL] {
        switch self {
        case .list(let counting): return [try query.page()] + (counting ? [try query.count(upTo: RecordTotal.exactUpTo + 1)] : [])
        case .export:
            var page = query
            page.limit = ExportedRows.size
            return [try page.page()]
        case .whole: return [try query.ids()]
        }
    }

    /// What to do instead.
    fileprivate var way: Phrase {
        switch self {
        case .export(inBackground: false):
            "Narrow the list down first, or let the file be written in the background: exports that nobody waits for may take longer."
        default: "Narrow the list down first, for instance to an owner, a stage or the last 30 days; or ask for something more exact."
        }
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
