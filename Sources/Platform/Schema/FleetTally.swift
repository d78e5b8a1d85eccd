/// How far a migration of the fleet has come.
public struct FleetTally: Sendable {
    /// One tenant and what became of it last.
    public struct Entry: Sendable {
        public let slug: String
        public let outcome: FleetMigrations.Outcome
    }

    public let total: Int
    /// The one that runs: `canary`, `1 %`, `10 %`, `rest`, and last those that were `busy`.
    public internal(set) var wave = ""
    /// By slug.
    private var outcomes: [String: FleetMigrations.Outcome] = [:]

    public init(total: Int) {
        self.total = total
    }

    public mutating func note(_ outcome: FleetMigrations.Outcome, of slug: String) {
        outcomes[slug] = outcome
    }

    public var entries: [Entry] {
        outcomes.sorted { $0.key < $1.key }.map { Entry(slug: $0.key, outcome: $0.value) }
    }

    /// Migrated, or found migrated by somebody else.
    public var done: Int { outcomes.values.count { $0.isDone } }
    public var failed: Int { outcomes.values.count { $0.isFailure } }
    /// Those that are locked for now, by their own traffic or by another migrator.
    public var deferred: Int { outcomes.values.count { $0.isBusy } }
    /// Those that another migrator is at work in.
    public var claimed: Int { outcomes.values.count { $0 == .claimed } }
    /// Those that nobody has come to yet, or never will because of too many failures.
    public var untouched: Int { total - outcomes.count }
    public var isComplete: Bool { done == total }
}

extension FleetMigrations.Outcome {
    var isDone: Bool {
        switch self {
        case .migrated, .current: true
        case .deferred, .claimed, .failed: false
        }
    }

    var isBusy: Bool { self == .deferred || self == .claimed }

    var isFailure: Bool {
        if case .failed = self { true } else { false }
    }
}
