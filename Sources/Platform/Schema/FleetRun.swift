/// Migrates many tenants in waves, several at once; those that are busy come last, with pauses that grow.
public struct FleetRun: Sendable {
    private let fleet: FleetMigrations
    private let workers: Int
    private let maxFailures: Int
    private let canary: String?
    private let pauses: [Duration]

    /// - Parameters:
    ///   - workers: how many tenants at once; each needs a connection, and a second one for index builds.
    ///   - maxFailures: after so many failures no further tenant is begun.
    ///   - canary: the slug of the tenant that goes first; nil takes a spare, or else the first of all.
    ///   - pauses: before each new try of those that were busy; each is lengthened or shortened by up to a half at random.
    public init(
        _ fleet: FleetMigrations, workers: Int = 4, maxFailures: Int = .max, canary: String? = nil,
        pauses: [Duration] = [.milliseconds(500), .seconds(1), .seconds(2), .seconds(4), .seconds(8)]
    ) {
        self.fleet = fleet
        self.workers = max(1, workers)
        self.maxFailures = maxFailures
        self.canary = canary
        self.pauses = pauses
    }

    /// Tries everything on a schema without tenant first, then the canary, 1 %, 10 % and the rest of them.
    /// - Parameter report: told after each tenant.
    /// - Throws: `RehearsalFailed`, before any tenant is touched.
    public func migrate(_ tenants: [Tenant], report: (FleetTally) async -> Void) async throws -> FleetTally {
        var tally = FleetTally(total: tenants.count)
        try await fleet.rehearse(for: tenants)
        var waiting: [Tenant] = []
        for wave in FleetWaves(tenants, canary: canary).waves where tally.failed < maxFailures {
            tally.wave = wave.name
            waiting += await pass(wave.tenants, &tally, report)
        }
        tally.wave = "busy"
        for pause in pauses where !waiting.isEmpty && tally.failed < maxFailures {
            // Jitter, so that two migrators that met once do not meet again.
            try? await Task.sleep(for: pause * Double.random(in: 0.5...1.5))
            waiting = await pass(waiting, &tally, report)
        }
        return tally
    }

    /// Tries each once. - Returns: those that were busy.
    private func pass(_ tenants: [Tenant], _ tally: inout FleetTally, _ report: (FleetTally) async -> Void) async -> [Tenant] {
        var waiting = tenants.makeIterator()
        var busy: [Tenant] = []
        await withTaskGroup(of: (Tenant, FleetMigrations.Outcome).self) { group in
            for _ in 0..<workers {
                if let tenant = waiting.next() { group.addTask { (tenant, await fleet.migrate(tenant)) } }
            }
            while let (tenant, outcome) = await group.next() {
                tally.note(outcome, of: tenant.slug)
                if outcome.isBusy { busy.append(tenant) }
                await report(tally)
                guard tally.failed < maxFailures, let next = waiting.next() else { continue }
                group.addTask { (next, await fleet.migrate(next)) }
            }
        }
        return busy
    }
}
