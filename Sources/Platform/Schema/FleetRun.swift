/// Migrates many tenants, several at once; those that are busy come last, with pauses that grow.
public struct FleetRun: Sendable {
    private let fleet: FleetMigrations
    private let workers: Int
    private let maxFailures: Int
    private let pauses: [Duration]

    /// - Parameters:
    ///   - workers: how many tenants at once; each needs a connection.
    ///   - maxFailures: after so many failures no further tenant is begun.
    ///   - pauses: before each new try of those that were busy; each is lengthened or shortened by up to a half at random.
    public init(
        _ fleet: FleetMigrations, workers: Int = 4, maxFailures: Int = .max,
        pauses: [Duration] = [.milliseconds(500), .seconds(1), .seconds(2), .seconds(4), .seconds(8)]
    ) {
        self.fleet = fleet
        self.workers = max(1, workers)
        self.maxFailures = maxFailures
        self.pauses = pauses
    }

    /// - Parameter report: told after each tenant.
    public func migrate(_ tenants: [Tenant], report: (FleetTally) async -> Void) async -> FleetTally {
        var tally = FleetTally(total: tenants.count)
        var waiting = await pass(tenants, &tally, report)
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
        var deferred: [Tenant] = []
        await withTaskGroup(of: (Tenant, FleetMigrations.Outcome).self) { group in
            for _ in 0..<workers {
                if let tenant = waiting.next() { group.addTask { (tenant, await fleet.migrate(tenant)) } }
            }
            while let (tenant, outcome) = await group.next() {
                tally.note(outcome, of: tenant.slug)
                if outcome == .deferred { deferred.append(tenant) }
                await report(tally)
                guard tally.failed < maxFailures, let next = waiting.next() else { continue }
                group.addTask { (next, await fleet.migrate(next)) }
            }
        }
        return deferred
    }
}
