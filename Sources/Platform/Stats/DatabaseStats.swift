import Postgres
import Web

/// What PostgreSQL says of itself, for operators. Each view is one statement whose columns are a promise to scripts.
public struct DatabaseStats: Sendable {
    public struct View: Sendable {
        /// In the order in which they are shown.
        public let columns: [String]
        let statement: SQL
    }

    private let client: PostgresClient

    /// - Parameter platform: one whose client is the `owner` login.
    public init(_ platform: Platform) {
        client = platform.client
    }

    /// - Returns: one object for each row, with a member for each column.
    public func rows(_ view: View) async throws -> [JSONValue] {
        try await client.perform(UnitSettings(isReadOnly: true), "select row_to_json(v)::text from (\(view.statement)) v").map {
            try JSONValue(parsing: Array(try $0.decode(String.self).utf8))
        }
    }

    /// Statements that take long: those that were counted, where `pg_stat_statements` counts, otherwise those that run now.
    public func slow(limit: Int) async throws -> [JSONValue] {
        do {
            let found = try await client.perform(
                UnitSettings(),
                """
                select n.nspname::text from pg_extension e join pg_namespace n on n.oid = e.extnamespace
                where e.extname = 'pg_stat_statements'
                """)
            guard let schema = try found.first?.decode(String.self) else { return try await rows(.running(limit: limit)) }
            return try await rows(.counted(in: schema, limit: limit))
        } catch let error as PostgresError where error.sqlState == "55000" {
            // The extension is there, but the library it needs was not loaded when the server started.
            return try await rows(.running(limit: limit))
        }
    }

    /// Whether the login may see what others do; otherwise PostgreSQL leaves most columns empty.
    public func seesEverything() async throws -> Bool {
        try await client.perform(UnitSettings(), "select pg_has_role('pg_read_all_stats', 'usage')").first?.decode(Bool.self) ?? false
    }
}

extension DatabaseStats.View {
    public static let system = DatabaseStats.View(
        columns: [
            "postgres", "uptime_seconds", "bytes", "connections", "max_connections", "active", "idle_in_transaction", "waiting_for_locks",
            "oldest_transaction_seconds", "commits", "rollbacks", "deadlocks", "cache_hit_percent", "temporary_bytes", "tenants",
            "tenants_active", "tenants_due", "tenants_overdue",
        ],
        statement: """
            select current_setting('server_version') as postgres,
                   extract(epoch from now() - pg_postmaster_start_time())::int8 as uptime_seconds,
                   pg_database_size(current_database()) as bytes, a.connections,
                   current_setting('max_connections')::int8 as max_connections, a.active, a.idle_in_transaction, a.waiting_for_locks,
                   a.oldest_transaction_seconds, d.xact_commit as commits, d.xact_rollback as rollbacks, d.deadlocks,
                   round(100.0 * d.blks_hit / nullif(d.blks_hit + d.blks_read, 0), 2) as cache_hit_percent,
                   d.temp_bytes as temporary_bytes, t.tenants, t.tenants_active, t.tenants_due, t.tenants_overdue
            from pg_stat_database d,
                 (select count(*) as connections, count(*) filter (where state = 'active') as active,
                         count(*) filter (where state like 'idle in transaction%') as idle_in_transaction,
                         count(*) filter (where wait_event_type = 'Lock') as waiting_for_locks,
                         coalesce(max(extract(epoch from now() - xact_start)), 0)::int8 as oldest_transaction_seconds
                  from pg_stat_activity where backend_type = 'client backend') a,
                 (select count(*) as tenants, count(*) filter (where state = 'active') as tenants_active,
                         count(*) filter (where next_job_at <= now()) as tenants_due,
                         count(*) filter (where next_job_at < now() - interval '5 minutes') as tenants_overdue
                  from platform.tenants where state <> 'purged') t
            where d.datname = current_database()
            """)

    public static let connections = DatabaseStats.View(
        columns: ["application", "role", "state", "connections", "oldest_seconds", "longest_in_state_seconds"],
        statement: """
            select application_name as application, usename as role, coalesce(state, 'unknown') as state, count(*) as connections,
                   max(extract(epoch from now() - backend_start))::int8 as oldest_seconds,
                   coalesce(max(extract(epoch from now() - state_change)), 0)::int8 as longest_in_state_seconds
            from pg_stat_activity where datname = current_database() and backend_type = 'client backend'
            group by 1, 2, 3 order by connections desc, application, state
            """)

    public static let locks = DatabaseStats.View(
        columns: ["pid", "blocked_by", "tenant", "table", "mode", "seconds", "statement"],
        statement: """
            select a.pid, pg_blocking_pids(a.pid) as blocked_by, t.slug as tenant, c.relname as "table", l.mode,
                   round(extract(epoch from clock_timestamp() - coalesce(l.waitstart, a.query_start)), 1) as seconds,
                   left(regexp_replace(a.query, '\\s+', ' ', 'g'), 120) as statement
            from pg_locks l
            join pg_stat_activity a on a.pid = l.pid
            left join pg_class c on c.oid = l.relation and l.database = (select oid from pg_database where datname = current_database())
            left join pg_namespace n on n.oid = c.relnamespace
            left join platform.tenants t on n.nspname = 't_' || replace(t.id::text, '-', '')
            where not l.granted and a.datname = current_database() order by seconds desc, a.pid
            """)

    public static let slowColumns = ["source", "calls", "mean_ms", "total_ms", "statement"]

    fileprivate static func running(limit: Int) -> DatabaseStats.View {
        DatabaseStats.View(
            columns: slowColumns,
            statement: """
                select 'running now' as source, 1 as calls,
                       round(1000 * extract(epoch from clock_timestamp() - query_start), 1) as mean_ms,
                       round(1000 * extract(epoch from clock_timestamp() - query_start), 1) as total_ms,
                       left(regexp_replace(query, '\\s+', ' ', 'g'), 200) as statement
                from pg_stat_activity
                where datname = current_database() and state = 'active' and pid <> pg_backend_pid()
                order by query_start limit \(limit)
                """)
    }

    fileprivate static func counted(in schema: String, limit: Int) -> DatabaseStats.View {
        DatabaseStats.View(
            columns: slowColumns,
            statement: """
                select 'pg_stat_statements' as source, s.calls, round(s.mean_exec_time::numeric, 2) as mean_ms,
                       round(s.total_exec_time::numeric, 1) as total_ms, left(regexp_replace(s.query, '\\s+', ' ', 'g'), 200) as statement
                from \(SQLIdentifier(unchecked: schema)).pg_stat_statements s
                where s.dbid = (select oid from pg_database where datname = current_database())
                order by s.total_exec_time desc limit \(limit)
                """)
    }
}
