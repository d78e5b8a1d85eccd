import Postgres

/// What must hold of the platform's schema and of every tenant.
struct FleetChecks: Sendable {
    let owner: Platform
    /// The way requests go: the login that has to take up each tenant's role.
    let server: Platform

    private static let migrate = "run: console migrate apply"

    func findings() async -> [Finding] {
        let platformSchema = await finding("platform schema", platformSchema)
        guard platformSchema.level == .ok else { return [platformSchema] }
        return await [
            platformSchema, finding("tenant schemas", tenantSchemas), finding("drift", drift), finding("provisioning", provisioning),
            finding("tenants", tenants), finding("deleted tenants", deletedTenants),
            finding("due jobs", dueJobs), finding("dead jobs", deadJobs), finding("secrets", secrets),
        ]
    }

    private func platformSchema() async throws -> Finding {
        let group = try await SchemaStatus(owner).platformGroup()
        if group.isCurrent { return .ok("platform schema", "current") }
        if let problem = group.problem { return .fail("platform schema", problem, mend: "run the newest build") }
        return .fail("platform schema", "pending: \(group.pending.map(\.id).joined(separator: ", "))", mend: Self.migrate)
    }

    private func tenantSchemas() async throws -> Finding {
        let groups = try await SchemaStatus(owner).tenantGroups()
        let behind = groups.filter { !$0.isCurrent }
        let count = { (groups: [SchemaStatus.Group]) in groups.reduce(0) { $0 + ($1.tenants ?? 0) } }
        if behind.isEmpty { return .ok("tenant schemas", "at version \(owner.schemaPlan.version): \(count(groups))") }
        if let problem = behind.compactMap(\.problem).first {
            return .fail(
                "tenant schemas", "blocked: \(count(behind)) of \(count(groups)), \(problem)",
                mend: "run the newest build; look at: console migrate status")
        }
        let failed = behind.reduce(0) { $0 + $1.failed }
        return .fail(
            "tenant schemas", "behind: \(count(behind)) of \(count(groups))" + (failed > 0 ? "; a migration has failed in \(failed)" : ""),
            mend: Self.migrate)
    }

    private func drift() async throws -> Finding {
        let scan = DriftScan(owner)
        let tenants = try await scan.tenants()
        // A schema that cannot be compared at all is found by the checks beside this one.
        let drifts = try await scan.scan(tenants, workers: 1).filter { !$0.differences.isEmpty }
        if drifts.isEmpty { return .ok("drift", "schemas as their migrations build them: \(tenants.count)") }
        let slugs = drifts.prefix(5).map(\.slug).joined(separator: ", ") + (drifts.count > 5 ? ", …" : "")
        return .fail(
            "drift", "schemas that were changed by hand: \(drifts.count) of \(tenants.count): \(slugs)",
            mend: "look at: console drift show SLUG; undo what it shows, or make it a migration")
    }

    private func provisioning() async throws -> Finding {
        let stuck = try await owner.client.perform(
            UnitSettings(),
            """
            select slug from platform.tenants
            where state in ('pending', 'provisioning') and created_at < now() - interval '5 minutes' order by slug limit 20
            """
        ).map { try $0.decode(String.self) }
        if stuck.isEmpty { return .ok("provisioning", "nothing is unfinished") }
        return .fail(
            "provisioning", "unfinished: \(stuck.joined(separator: ", "))",
            mend: "run: console tenant sweep")
    }

    /// Takes up each tenant's role, as requests do, and asks its schema whose it is.
    private func tenants() async throws -> Finding {
        let all = try await open()
        var broken: [String] = []
        for tenant in all {
            do {
                _ = try await server.scope(for: tenant, cause: .console).database.read("select 1 from _migrations limit 1")
            } catch {
                broken.append("\(tenant.slug): \(error)")
            }
        }
        if broken.isEmpty { return .ok("tenants", "with their schema, role and identity: \(all.count)") }
        return .fail(
            "tenants", broken.prefix(5).joined(separator: "; ") + (broken.count > 5 ? "; and \(broken.count - 5) more" : ""),
            mend: "suspend them; restore schema, role and _identity from a backup or by hand, then look again")
    }

    /// A day is enough for any server to come round.
    private func deletedTenants() async throws -> Finding {
        let purges = DuePurges(owner)
        let overdue = try await purges.due(for: 86_400).map(\.slug)
        if overdue.isEmpty { return .ok("deleted tenants", "waiting for the day of their purge: \(try await purges.waiting().count)") }
        let way =
            owner.configuration.purgesTenants
            ? "give a server DATABASE_OWNER_URL, or look in its log for \"was not purged\"" : "set PURGE_DELETED_TENANTS=true"
        return .warn(
            "deleted tenants", "should have been purged: \(overdue.joined(separator: ", "))",
            mend: "\(way); or run: console tenant purge SLUG")
    }

    private func dueJobs() async throws -> Finding {
        let overdue = try await owner.client.perform(
            UnitSettings(),
            """
            select slug from platform.tenants
            where next_job_at < now() - interval '5 minutes' and state in ('active', 'read_only') order by next_job_at limit 20
            """
        ).map { try $0.decode(String.self) }
        if overdue.isEmpty { return .ok("due jobs", "none is overdue") }
        return .fail(
            "due jobs", "waiting for over five minutes: \(overdue.joined(separator: ", "))",
            mend: "start a server, or look in its log for \"job worker pauses\"")
    }

    private func deadJobs() async throws -> Finding {
        var dead: [String] = []
        for tenant in try await open() {
            let database = server.scope(for: tenant, cause: .console).database
            let rows = try? await database.read("select count(*) from jobs where state = 'dead'")
            if let count = try rows?.first?.decode(Int.self), count > 0 { dead.append("\(tenant.slug): \(count)") }
        }
        if dead.isEmpty { return .ok("dead jobs", "none has been given up") }
        return .warn(
            "dead jobs", dead.joined(separator: ", "),
            mend: "read last_error in the tenant's jobs, mend the cause, set state back to waiting")
    }

    /// Whether what tenants have entrusted to us can be opened, and whether a key that was replaced can go.
    private func secrets() async throws -> Finding {
        var (count, outdated) = (0, 0)
        var unreadable: [String] = []
        for tenant in try await open() {
            guard let condition = try? await server.scope(for: tenant, cause: .console).secrets.condition() else { continue }
            count += condition.current + condition.outdated
            outdated += condition.outdated
            unreadable += condition.unreadable.map { "\(tenant.slug): \($0)" }
        }
        if !unreadable.isEmpty {
            return .fail(
                "secrets", "cannot be opened: \(unreadable.prefix(5).joined(separator: ", "))",
                mend: "append the key they were encrypted with to SECRET_KEY, or have the tenant enter them again")
        }
        if outdated == 0 { return .ok("secrets", "encrypted with the newest key: \(count)") }
        return .warn("secrets", "encrypted with an older key: \(outdated) of \(count)", mend: "run: console secrets rotate")
    }

    /// Every tenant that has a schema.
    private func open() async throws -> [Tenant] {
        try await owner.client.perform(UnitSettings(), TenantQueries.list(limit: .max)).decode(Tenant.self)
            .filter { $0.state != .pending && $0.state != .provisioning }
    }
}
