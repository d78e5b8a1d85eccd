import Foundation
import Platform
import Postgres
import Support
import Synchronization

/// Fifty tenants at work at once on few connections, with everything going wrong that can: whatever one of them sees, writes or
/// runs that is another's is a crossing.
struct LeakHunt: Sendable {
    let site: TestPlatform
    let tenants: [Tenant]
    let crossings: Crossings

    static func start(tenants count: Int, connections: Int) async throws -> LeakHunt {
        let crossings = Crossings()
        let site = try await TestPlatform(features: [Probe.feature(crossings)], connections: connections)
        let tenants = try await Probe.makeTenants(count, in: site.owner)
        return LeakHunt(site: site, tenants: tenants, crossings: crossings)
    }

    private init(site: TestPlatform, tenants: [Tenant], crossings: Crossings) {
        self.site = site
        self.tenants = tenants
        self.crossings = crossings
    }

    /// - Returns: how often tenants crossed.
    func run(rounds: Int, workers: Int = 16, droppingConnections: Bool = true) async -> Int {
        crossings.reset()
        await withTaskGroup(of: Void.self) { group in
            for worker in 0..<workers {
                group.addTask {
                    var random = SystemRandomNumberGenerator()
                    for round in 0..<rounds {
                        guard let tenant = tenants.randomElement(using: &random) else { return }
                        await act(tenant, Int.random(in: 0..<10, using: &random))
                        if droppingConnections && worker == 0 && round % 25 == 24 { await dropConnections() }
                    }
                }
            }
        }
        await jobsToFinish()
        return crossings.count
    }

    private func act(_ tenant: Tenant, _ choice: Int) async {
        do {
            // Through the directory, as a request would come.
            guard let found = try await site.platform.directory.tenant(slug: tenant.slug) else { return }
            if found.id != tenant.id { return crossings.note("directory") }
            let probe = Probe(scope: site.platform.scope(for: found, cause: .page), tenant: tenant, crossings: crossings)
            switch choice {
            case 0...3: try await probe.read()
            case 4...5: try await probe.write()
            case 6: try await probe.rollBackToSavepoint()
            case 7: try await probe.fail()
            case 8: await probe.cancel()
            default: try await probe.enqueue()
            }
        } catch {
            judge(error)
        }
    }

    /// Connections die in this test and pools run dry; anything that smells of another tenant counts.
    private func judge(_ error: any Error) {
        switch error {
        case is IsolationError: crossings.note("identity")
        case let error as PostgresError where [.insufficientPrivilege, .undefinedTable].contains(error.kind):
            crossings.note("\(error.kind)")
        default: break
        }
    }

    private func dropConnections() async {
        var administrator = site.administrator
        administrator.connections = 1
        _ = try? await withClient(administrator, logger: quietLogger) { client in
            try await client.perform(
                UnitSettings(),
                """
                select pg_terminate_backend(pid) from pg_stat_activity
                where datname = current_database() and pid <> pg_backend_pid() and usename like '%_server' and backend_type = 'client backend'
                """)
        }
    }

    private func jobsToFinish() async {
        for _ in 0..<100 {
            let waiting = try? await site.platform.dueTenants()
            if waiting == 0 { return }
            try? await Task.sleep(for: .milliseconds(50))
        }
    }
}

/// What crossed, and how.
final class Crossings: Sendable {
    private let kinds = Mutex<[String: Int]>([:])

    func note(_ kind: String) { kinds.withLock { $0[kind, default: 0] += 1 } }
    func reset() { kinds.withLock { $0.removeAll() } }
    var count: Int { kinds.withLock { $0.values.reduce(0, +) } }
    var summary: String { kinds.withLock { "\($0)" } }
}
