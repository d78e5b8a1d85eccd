import Foundation
import Platform
import Postgres
import Support
import Synchronization
import Web

/// A feature with one table whose rows say whose they are, and things to do with it.
struct Probe: Sendable {
    let scope: TenantScope
    let tenant: Tenant
    let crossings: Crossings

    static func feature(_ crossings: Crossings) -> Feature {
        ProbeJob.crossings.withLock { $0 = crossings }
        return Feature(
            name: "probe",
            migrations: [Migration("probe/001", ["create table probes (id uuid primary key, tenant_id uuid not null)"])],
            jobs: [JobKind(ProbeJob.self)])
    }

    static func makeTenants(_ count: Int, in owner: Platform) async throws -> [Tenant] {
        try await withThrowingTaskGroup(of: Tenant.self) { group in
            for number in 0..<count {
                group.addTask {
                    try await Provisioning(owner).create(
                        ProvisioningRequest(slug: "leak\(number)", name: "Leak \(number)", adminEmail: "a@example.com", adminName: "A"))
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    private static let rows: SQL = "select tenant_id from probes order by id desc limit 20"

    func read() async throws {
        // Asked twice, so that the statement is prepared; how many are prepared tells whether schemas share names.
        for _ in 0..<2 {
            let before = NameWatch.shared.prepared()
            let answers = try await scope.database.read([Self.rows, Self.preparedNames])
            for row in answers[0] where try row.decode(UUID.self) != tenant.id { crossings.note("row") }
            if let row = answers[1].first { try NameWatch.shared.saw(row, tenant: tenant, before, crossings) }
        }
    }

    private static let preparedNames: SQL = """
        select pg_backend_pid(), (select count(*) from pg_prepared_statements where statement = \(rows.text))
        """

    func write() async throws {
        let (owner, crossings) = (tenant.id, crossings)
        try await scope.database.transaction { transaction in
            try await transaction.execute("insert into probes (id, tenant_id) values (\(UUID.v7()), \(owner))")
            for row in try await transaction.query("select tenant_id from probes limit 50") where try row.decode(UUID.self) != owner {
                crossings.note("row")
            }
        }
    }

    func rollBackToSavepoint() async throws {
        let owner = tenant.id
        try await scope.database.transaction { transaction in
            _ = try? await transaction.savepoint {
                try await transaction.execute("insert into probes (id, tenant_id) values (\(UUID.v7()), \(owner))")
                throw OnPurpose()
            }
            try await transaction.execute("insert into probes (id, tenant_id) values (\(UUID.v7()), \(owner))")
        }
    }

    /// A unit that breaks, so that the next one on its connection finds whatever it left behind.
    func fail() async throws {
        do {
            _ = try await scope.database.read("select 1 / (select 0)")
        } catch let error as PostgresError where error.kind == .other {}
    }

    func cancel() async {
        let scope = scope
        let task = Task { try await scope.database.read("select pg_sleep(0.2)") }
        try? await Task.sleep(for: .milliseconds(Int.random(in: 0...20)))
        task.cancel()
        _ = try? await task.value
    }

    func enqueue() async throws {
        let job = ProbeJob(tenantID: tenant.id)
        try await scope.database.transaction { try await $0.enqueue(job) }
    }
}

struct OnPurpose: Error {}

/// Runs in the tenant that queued it, or else a scope got lost.
struct ProbeJob: Job {
    static let kind = "probe.run"
    static let crossings = Mutex<Crossings?>(nil)

    let tenantID: UUID

    func run(in context: JobContext) async throws {
        if context.scope.tenant.id != tenantID { Self.crossings.withLock { $0 }?.note("job") }
        try await context.scope.database.write("insert into probes (id, tenant_id) values (\(UUID.v7()), \(tenantID))")
    }
}

/// On each connection there are about as many prepared names for a text as there are tenants that used it twice. A few may be
/// missing, since a name that was being made when its unit broke is forgotten; shared names leave one for all.
final class NameWatch: Sendable {
    static let shared = NameWatch()
    private let uses = Mutex<[Int: [UUID: Int]]>([:])

    /// How many tenants had used the statement twice on each backend. Asked before a question is sent: what is counted then
    /// is in the database by the time the question gets there, whatever others do meanwhile.
    func prepared() -> [Int: Int] {
        uses.withLock { $0.mapValues { $0.values.count { $0 >= 2 } } }
    }

    func saw(_ row: Row, tenant: Tenant, _ before: [Int: Int], _ crossings: Crossings) throws {
        let (backend, names) = try row.decode((Int, Int).self)
        uses.withLock { $0[backend, default: [:]][tenant.id, default: 0] += 1 }
        if names * 2 < before[backend] ?? 0 { crossings.note("shared name") }
    }
}
