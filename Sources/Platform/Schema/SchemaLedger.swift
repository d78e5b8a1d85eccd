import Postgres

/// The list of applied migrations that each schema keeps inside itself: the truth about its version.
struct SchemaLedger: Sendable {
    /// The schema that an unqualified `_migrations` resolves to, as its owner sees it.
    let settings: UnitSettings

    init(schema: String, timeout: Duration = .seconds(60)) {
        var settings = UnitSettings()
        settings.searchPath = schema + ", extensions"
        settings.statementTimeout = timeout
        settings.lockTimeout = .milliseconds(500)
        self.settings = settings
    }

    static let table: SQL = """
        create table if not exists _migrations (
            id text primary key,
            checksum text not null,
            build text not null,
            applied_at timestamptz not null default clock_timestamp()
        )
        """

    static let applied: SQL = "select id, checksum from _migrations order by applied_at, id"

    /// The statements of `migrations`, each followed by its own entry.
    static func statements(applying migrations: [Migration]) -> [SQL] {
        migrations.flatMap { migration in
            migration.statements.map { SQL.ddl($0) } + [
                "insert into _migrations (id, checksum, build) values (\(migration.id), \(migration.checksum), \(Build.version))"
            ]
        }
    }
}

/// What this binary calls itself in ledgers, logs and the console.
public enum Build {
    public static let version = "0.1.0"
}
