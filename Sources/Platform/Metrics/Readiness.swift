import Postgres

extension Platform {
    /// Why this server should get no requests right now; nil when it should. That it lives is another matter: a server without a
    /// database is not mended by being restarted.
    public func unreadiness() async -> String? {
        if live.isClosed { return "draining" }
        do {
            let rows = try await client.perform(
                UnitSettings(searchPath: "platform", statementTimeout: .seconds(2)), SchemaLedger.applied)
            let applied = try rows.decode(AppliedMigration.self)
            return try PlatformSchema.plan.pending(after: applied).isEmpty ? nil : "the platform schema is behind"
        } catch SchemaError.newerThanBuild {
            // The next release is being rolled out; its schema serves this build too.
            return nil
        } catch let error as SchemaError {
            return "\(error)"
        } catch let error as PostgresError where error.kind == .undefinedTable {
            return "the platform schema is missing"
        } catch {
            return "the database cannot be reached"
        }
    }
}
