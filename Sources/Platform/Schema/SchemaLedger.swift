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
            applied_at timestamptz not null default clock_timestamp(),
            seconds double precision
        )
        """

    /// For ledgers that were made before they kept times. It comes first, since each entry has one.
    static let migrations = [Migration("ledger/001-times", ["alter table _migrations add column if not exists seconds double precision"])]

    static let applied: SQL = "select id, checksum from _migrations order by applied_at, id"

    /// The statements of `migrations`, each followed by its own entry.
    static func statements(applying migrations: [Migration]) -> [SQL] {
        migrations.flatMap { migration in migration.statements.map { SQL.ddl($0) } + [entry(of: migration)] }
    }

    /// With the time since the entry before in this transaction, or since its beginning.
    static func entry(of migration: Migration) -> SQL {
        """
        insert into _migrations (id, checksum, build, seconds)
        select \(migration.id), \(migration.checksum), \(Build.version),
               extract(epoch from clock_timestamp() - greatest(now(), max(applied_at))) from _migrations
        """
    }
}

/// What this binary calls itself in ledgers, logs and the console.
public enum Build {
    public static let version = "0.1.0"
    public static let number = BuildNumber(version)
}
