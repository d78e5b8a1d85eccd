import Foundation
import Platform
import Postgres
import Tenant

/// Something to measure, under the names its figures have.
struct Measurement: Sendable {
    let names: [String]
    let measure: @Sendable (BenchSite, Load) async throws -> [BenchResult]

    static let all: [Measurement] = [
        startUp, memoryIdle, contactsList, contactsPage, oneContact, contactPage, create, search, filter, login, importRows, bulkEdit,
        provisionCold,
        provisionPool, migrateNothing, migrateColumn, migrateTable, driftScan, eventStreams, memoryLoad, tenants, million, palette,
        notifications, dedup,
    ]

    private static let startUp = Measurement(names: ["start_up"]) { site, _ in
        [BenchResult(name: "start_up", value: site.startUp / .seconds(1), unit: "s", goal: 0.3, smallerIsBetter: true)]
    }

    private static let memoryIdle = Measurement(names: ["memory_idle"]) { site, _ in
        [BenchResult(name: "memory_idle", value: Double(site.serverMemory) / 1e6, unit: "MB", goal: 60, smallerIsBetter: true)]
    }

    private static let memoryLoad = Measurement(names: ["memory_load"]) { site, _ in
        [BenchResult(name: "memory_load", value: Double(site.serverMemory) / 1e6, unit: "MB")]
    }

    private static let contactsList = Measurement(names: ["contacts_list_json"]) { site, load in try await ListBench(site, load).measure() }
    private static let tenants = Measurement(names: ["tenants_1000"]) { site, load in try await TenantsBench(site, load).measure() }
    private static let million = Measurement(names: MillionBench.names) { site, load in
        try await MillionBench(site, load).measure()
    }

    private static let palette = Measurement(names: ["search_palette_1m"]) { site, _ in try await PaletteBench(site).measure() }
    private static let notifications = Measurement(names: ["notification_latency"]) { site, _ in try await NotificationBench(site).measure()
    }

    private static let dedup = Measurement(
        names: ["dedup_scan", "dedup_scan_first", "dedup_recall", "dedup_precision", "dedup_check"]
    ) { site, load in try await DedupBench(site, load).measure() }

    private static let contactsPage = Measurement(names: ["contacts_list_page"]) { site, load in
        let result = try load.run(try await site.browserCalls("/contacts"), port: site.port)
        return [BenchResult(name: "contacts_list_page", value: result.perSecond, unit: "req/s", p50: result.p50, p99: result.p99)]
    }

    private static let oneContact = Measurement(names: ["contact_read"]) { site, load in
        let result = try load.run(try await site.recordCalls(), port: site.port)
        return [BenchResult(name: "contact_read", value: result.perSecond, unit: "req/s", p50: result.p50, p99: result.p99)]
    }

    /// What stands on it is read in one round trip, so this is what one person waits for.
    private static let contactPage = Measurement(names: ["contact_page"]) { site, load in
        let result = try load.run(try await site.recordPageCalls(), port: site.port, connections: 1)
        return [
            BenchResult(
                name: "contact_page", value: result.p95, unit: "ms p95", p50: result.p50, p99: result.p99, goal: 30, smallerIsBetter: true)
        ]
    }

    private static let create = Measurement(names: ["contact_create"]) { site, load in
        let body = "{\"first_name\":\"New\",\"last_name\":\"Person@@\",\"email\":\"new@@@gmail.com\"}"
        let result = try load.run(site.calls("/api/v1/contacts", method: "POST", body: body), port: site.port)
        return [BenchResult(name: "contact_create", value: result.perSecond, unit: "req/s", p50: result.p50, p99: result.p99)]
    }

    private static let search = Measurement(names: ["contacts_search"]) { site, load in
        let result = try load.run(site.calls("/api/v1/contacts?q=person77"), port: site.port)
        return [BenchResult(name: "contacts_search", value: result.perSecond, unit: "req/s", p50: result.p50, p99: result.p99)]
    }

    private static let filter = Measurement(names: ["contacts_filter_10k"]) { site, load in
        let path = "/api/v1/contacts?filter%5Blifecycle_stage%5D%5Beq%5D=customer&filter%5Blast_name%5D%5Bstarts%5D=last1&sort=last_name"
        let result = try load.run(site.calls(path), port: site.port)
        return [BenchResult(name: "contacts_filter_10k", value: result.perSecond, unit: "req/s", p50: result.p50, p99: result.p99)]
    }

    private static let login = Measurement(names: ["login"]) { site, load in
        let calls = site.tenants.map { tenant in
            Load.Call(
                method: "POST", path: "/api/v1/auth/token", host: "\(tenant.slug).localhost",
                body: "{\"email\":\"admin@\(tenant.slug).test\",\"password\":\"demo-password\"}")
        }
        let result = try load.run(calls, port: site.port, connections: 8)
        return [BenchResult(name: "login", value: result.perSecond, unit: "req/s", p50: result.p50, p99: result.p99)]
    }

    private static let eventStreams = Measurement(names: ["event_streams"]) { site, _ in try await StreamBench(site).measure() }
    private static let bulkEdit = Measurement(names: BulkBench.names) { site, _ in try await BulkBench(site).measure() }
    private static let importRows = Measurement(names: ["import_rows", "import_update_rows", "import_update_rate"]) { site, _ in
        try await ImportBench(site).measure()
    }
    private static let provisionCold = Measurement(names: ["provision_cold"]) { site, _ in try await ProvisioningBench(site).cold() }
    private static let provisionPool = Measurement(names: ["provision_pool"]) { site, _ in try await ProvisioningBench(site).fromPool() }
    private static let migrateNothing = Measurement(names: ["migrate_noop"]) { site, _ in try await FleetBench(site).migrateNothing() }
    private static let migrateColumn = Measurement(names: ["migrate_add_column"]) { site, _ in try await FleetBench(site).addColumn() }
    private static let migrateTable = Measurement(names: ["migrate_add_table"]) { site, _ in try await FleetBench(site).addTable() }
    private static let driftScan = Measurement(names: ["drift_scan"]) { site, _ in try await FleetBench(site).scanForDrift() }
}

extension Array {
    /// The element in the middle when ordered by `key`.
    func median(by key: (Element) -> Double) -> Element {
        sorted { key($0) < key($1) }[count / 2]
    }
}

/// The yardstick's process.
struct HelloServer {
    private let program: Program

    init(port: Int) throws {
        program = try Program(CommandLine.arguments[0], ["hello", "--port", "\(port)"], environment: ["LOG_LEVEL": "critical"])
    }

    func stop() { program.stop() }
}
