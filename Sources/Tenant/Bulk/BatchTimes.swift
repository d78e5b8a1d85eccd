import Platform
import Postgres

extension Batch {
    /// One goes when it cannot be taken back any more, and what took it back neither. What it left as it was may be much: that
    /// goes first.
    static let retentions = [
        Retention("batch_skips", where: "batch_id in (\(outdated))"), Retention("batch_chunks", where: "batch_id in (\(outdated))"),
        Retention("batches", where: "id in (\(outdated))"),
    ]

    private static let outdated: SQL = """
        select id from batches where created_at < now() - \(literal: days) * interval '1 day' and state <> 'running'
        """
}
