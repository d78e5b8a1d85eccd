import Platform
import Postgres

/// How long what belongs to an import is kept.
enum ImportTimes {
    private static let isOver: SQL = "state in ('done', 'failed', 'cancelled')"

    /// Over alias `f`: until it is over, and for some days in which it may go on.
    static let needsFile: SQL = """
        (f.state not in ('done', 'failed', 'cancelled') or f.finished_at > now() - \(literal: Import.fileDays) * interval '1 day')
        """

    /// What was uploaded and never begun is about nothing. All others stay longer than they can be undone, and then go with their
    /// rejected rows, which may be many: those first.
    static let retentions = [
        Retention("import_rejects", where: "import_id in (\(outdated))"), Retention("import_links", where: "import_id in (\(outdated))"),
        Retention("imports", where: "id in (\(outdated))"),
        Retention(
            "imports",
            where: """
                state in ('mapping', 'checked')
                and coalesce(finished_at, started_at, created_at) < now() - \(literal: Import.fileDays) * interval '1 day'
                """),
    ]

    private static let outdated: SQL = """
        select id from imports where created_at < now() - \(literal: Import.days) * interval '1 day' and \(isOver)
        """
}
