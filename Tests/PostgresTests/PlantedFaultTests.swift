import Postgres
import Testing

/// The isolation test of the product relies on these faults being real.
@Suite struct PlantedFaultTests {
    private func withTwoSchemas(_ body: (PostgresClient, [UnitSettings]) async throws -> Void) async throws {
        try await withDatabase({ $0.connections = 1 }) { client, database in
            let names = ["one", "two"].map { database.name + "_" + $0 }
            for name in names {
                let identifier = SQLIdentifier(unchecked: name)
                _ = try await client.perform(
                    plain,
                    [
                        "create role \(identifier)", "create schema authorization \(identifier)",
                        "create table \(identifier).t as select \(name)::text as name",
                        "grant select on \(identifier).t to public", "grant usage on schema \(identifier) to public",
                    ])
            }
            try await body(client, names.map { UnitSettings(role: $0, searchPath: $0) })
            client.plant(nil)
            for name in names {
                let identifier = SQLIdentifier(unchecked: name)
                _ = try await client.perform(plain, ["drop schema \(identifier) cascade", "drop role \(identifier)"])
            }
        }
    }

    /// How many of some units saw another's role or rows, or failed.
    private func leaks(_ client: PostgresClient, _ units: [UnitSettings]) async -> Int {
        var count = 0
        for _ in 1...10 {
            for unit in units {
                let rows = try? await client.perform(unit, "select current_user::text, name from t")
                let seen = try? rows?.first?.decode((String, String).self)
                if seen?.0 != unit.role || seen?.1 != unit.role { count += 1 }
            }
        }
        return count
    }

    @Test(arguments: [PlantedFault.wrongRole, .noRole])
    func unitsLeakWhenTheirSettingsAreWrong(_ fault: PlantedFault) async throws {
        try await withTwoSchemas { client, units in
            #expect(await leaks(client, units) == 0)
            client.plant(fault)
            #expect(await leaks(client, units) > 0)
            client.plant(nil)
        }
    }

    /// PostgreSQL plans again when the search path has changed, so that this one costs time rather than secrecy, as long as the
    /// schemas are alike. Where a column differs in type, the other tenant's plan fails.
    @Test func sharedNamesMixUpThePlansOfSchemas() async throws {
        try await withTwoSchemas { client, units in
            let schema = SQLIdentifier(unchecked: units[1].searchPath ?? "")
            _ = try await client.perform(plain, "alter table \(schema).t add extra int8")
            let count: SQL = "select count(*) from pg_prepared_statements where statement = 'select * from t'"
            func alternate() async throws {
                for _ in 1...4 {
                    for unit in units { _ = try await client.perform(unit, "select * from t") }
                }
            }
            try await alternate()
            #expect(try await client.executeOutsideTransaction(count).first?.decode(Int.self) == 2)
            #expect(client.metrics.reconnects == 0)
            client.plant(.sharedStatementName)
            try await alternate()
            #expect(client.metrics.reconnects > 0)
        }
    }
}
