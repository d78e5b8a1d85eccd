import Foundation
import Platform
import Postgres
import Web

enum AttachmentQueries {
    private static let selection: SQL = """
        select a.id, a.record_type, a.record_id, a.digest, a.file_name, a.media_type, a.size, a.created_by, u.name, a.created_at
        from attachments a left join users u on u.id = a.created_by
        """

    private static func stands(on record: Record) -> SQL {
        "a.record_id = \(record.id) and a.record_type = \(record.type.name) and a.deleted_at is null"
    }

    static func find(_ id: UUID, deleted: Bool) -> SQL {
        "\(selection) where a.id = \(id) and (a.deleted_at is not null) = \(deleted)"
    }

    static func shown(on record: Record, limit: Int) -> SQL {
        "\(selection) where \(stands(on: record)) order by a.id desc limit \(limit)"
    }

    static func count(on record: Record) -> SQL {
        "select count(*) from attachments a where \(stands(on: record))"
    }

    static func list(on record: Record, _ page: ContributionList) -> SQL {
        page.rows("\(selection) where \(stands(on: record))", id: "a.id")
    }

    static func insert(_ id: UUID, _ file: CheckedFile, on record: Record, by user: UUID?, at now: Date) -> SQL {
        """
        insert into attachments (id, record_type, record_id, digest, file_name, media_type, size, created_by, created_at)
        values (\(id), \(record.type.name), \(record.id), \(file.digest.description), \(file.name), \(file.mediaType), \(file.size), \(user),
                \(now))
        """
    }

    static func setDeleted(_ id: UUID, at instant: Date?) -> SQL {
        "update attachments set deleted_at = \(instant) where id = \(id) and (deleted_at is null) = \(instant != nil)"
    }
}
