import Foundation
import Platform
import Postgres
import Web

/// Which files of a tenant are kept, each once. A file is announced before it is stored and forgotten after it is removed, so that
/// a crash in between leaves nothing that nobody knows of.
struct StoredFiles: Sendable {
    let scope: TenantScope
    let limits: FileLimits

    /// Keeps a file that stands at `path` on this machine, and takes it away from there.
    /// - Returns: by what it is found again, and its size in bytes.
    /// - Throws: `Failure.overLimit` where there is no room.
    func keep(fileAt path: String) async throws -> (digest: FileDigest, size: Int) {
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
        let digest = try scope.files.digest(ofFileAt: path)
        try await announce([(digest, size)])
        try await scope.files.take(fileAt: path, as: digest)
        return (digest, size)
    }

    /// Makes room for files that are about to be stored.
    /// - Throws: `Failure.overLimit` where there is none.
    func announce(_ files: [(digest: FileDigest, size: Int)]) async throws {
        try await scope.database.transaction { transaction in
            // Whoever counts what is there waits for whoever adds to it.
            try await transaction.execute(StoredFileQueries.lock(scope.tenant.id))
            try await transaction.execute(StoredFileQueries.announce(files))
            let used = try await transaction.query(StoredFileQueries.used).first?.decode(Int.self) ?? 0
            guard used <= limits.tenant else { throw isFull }
        }
    }

    /// - Throws: `Failure.overLimit` where the smallest file would be too much.
    func requireRoom() async throws {
        guard try await used() < limits.tenant else { throw isFull }
    }

    private var isFull: Failure {
        .overLimit(detail: "All files together may take \(limits.tenant >> 20) MB, and these do not fit any more. Delete some first.")
    }

    /// In bytes.
    func used() async throws -> Int {
        try await scope.database.read(StoredFileQueries.used).first?.decode(Int.self) ?? 0
    }

    /// Removes files that nothing refers to any more.
    /// - Parameter age: in seconds; what was announced since then may still be on its way.
    func sweep(olderThan age: Int) async throws {
        while try await sweepOne(olderThan: age) {}
    }

    /// The row is locked until the file is gone: who announces the same file meanwhile waits, and stores it again.
    private func sweepOne(olderThan age: Int) async throws -> Bool {
        try await scope.database.transaction { transaction in
            let rows = try await transaction.query(StoredFileQueries.unused(olderThan: age))
            guard let digest = try rows.first.flatMap({ FileDigest(try $0.decode(String.self)) }) else { return false }
            try await scope.files.remove(digest)
            try await transaction.execute("delete from stored_files where digest = \(digest.description)")
            return true
        }
    }
}

enum StoredFileQueries {
    /// Held to the end of the transaction. Advisory locks belong to the whole database, hence the tenant.
    static func lock(_ tenantID: UUID) -> SQL {
        "select pg_advisory_xact_lock(hashtextextended(\("files \(tenantID)"), 0))"
    }

    /// Kept apart by the clock of the database, which the sweep goes by, too.
    static func announce(_ files: [(digest: FileDigest, size: Int)]) -> SQL {
        """
        insert into stored_files (digest, size, announced_at)
        select distinct on (f.digest) f.digest, f.size, now()
        from unnest(\(files.map(\.digest.description)), \(files.map(\.size))) as f (digest, size)
        on conflict (digest) do update set announced_at = excluded.announced_at
        """
    }

    static let used: SQL = "select coalesce(sum(size), 0)::bigint from stored_files"

    static func unused(olderThan age: Int) -> SQL {
        """
        select s.digest from stored_files s
        where s.announced_at <= now() - \(age) * interval '1 second'
          and \(FileReference.none(to: "s.digest"))
        order by s.announced_at limit 1 for update skip locked
        """
    }
}

/// Gives back the room of files that were deleted for good.
struct SweepFiles: Job {
    static let kind = "attachments.sweep"
    static let schedule = Schedule("attachments.sweep", .every(.seconds(6 * 3_600))) { SweepFiles() }

    /// Long after any upload has ended, one way or the other.
    static let grace = 86_400

    func run(in context: JobContext) async throws {
        try await StoredFiles(scope: context.scope, limits: context.scope.fileLimits).sweep(olderThan: Self.grace)
    }
}
