import Foundation
import Platform
import Postgres
import Web

enum CommentQueries {
    private static let selection: SQL = """
        select c.id, c.record_type, c.record_id, c.parent_id, c.body, c.mentions, c.version, c.created_by, u.name, c.created_at, c.edited_at,
               c.resolved_at, s.name, array(select m.name from users m where m.id = any(c.mentions) order by m.id),
               array(select m.email from users m where m.id = any(c.mentions) order by m.id)
        from comments c left join users u on u.id = c.created_by left join users s on s.id = c.resolved_by
        """

    private static func stands(on record: Record) -> SQL {
        "c.record_id = \(record.id) and c.record_type = \(record.type.name) and c.deleted_at is null"
    }

    static func find(_ id: UUID, deleted: Bool) -> SQL {
        "\(selection) where c.id = \(id) and (c.deleted_at is not null) = \(deleted)"
    }

    /// Who has written in the thread of each of these answers.
    static func participants(of answers: [UUID]) -> SQL {
        """
        select distinct a.id, c.created_by from comments a
        join comments c on (c.id = a.parent_id or c.parent_id = a.parent_id) and c.deleted_at is null and c.created_by is not null
        where a.id = any(\(answers)) and a.parent_id is not null
        """
    }

    static func list(on record: Record, _ page: ContributionList) -> SQL {
        page.rows("\(selection) where \(stands(on: record))", id: "c.id")
    }

    /// The newest threads, each with its newest answers.
    /// - Parameters:
    ///   - resolved: whether those that are settled come along.
    ///   - thread: the one behind which they begin.
    ///   - answers: how many of each are shown; one more says whether there are others.
    static func threads(on record: Record, resolved: Bool, behind thread: UUID? = nil, limit: Int, answers: Int) -> SQL {
        let older: SQL = thread.map { " and c.id < \($0)" } ?? ""
        return """
            with threads as (
                select c.id from comments c
                where \(stands(on: record)) and c.parent_id is null and (\(resolved) or c.resolved_at is null)\(older)
                order by c.id desc limit \(limit)
            )
            \(selection) where c.deleted_at is null and (c.id in (select id from threads) or c.id in (
                select a.id from threads t cross join lateral (
                    select id from comments where parent_id = t.id and deleted_at is null order by id desc
                    limit \(answers + 1)
                ) a
            )) order by c.id desc
            """
    }

    static func answers(to comment: Comment, _ page: ContributionList) -> SQL {
        page.rows("\(selection) where c.parent_id = \(comment.id) and c.deleted_at is null", id: "c.id")
    }

    /// How many threads are open, and how many settled.
    static func counts(on record: Record) -> SQL {
        """
        select count(*) filter (where c.resolved_at is null), count(*) filter (where c.resolved_at is not null)
        from comments c where \(stands(on: record)) and c.parent_id is null
        """
    }

    static func insert(_ id: UUID, _ new: NewComment, mentions: [UUID], on record: Record, by user: UUID?, at now: Date) -> SQL {
        """
        insert into comments (id, record_type, record_id, parent_id, body, mentions, created_by, created_at)
        values (\(id), \(record.type.name), \(record.id), \(new.parentID), \(new.body.text), \(mentions), \(user), \(now))
        """
    }

    /// Keeps what it said before.
    static func edit(_ comment: Comment, body: Markdown, mentions: [UUID], version: Int, at now: Date) -> [SQL] {
        [
            """
            insert into comment_revisions (comment_id, number, body, written_at)
            select c.id, coalesce((select max(r.number) from comment_revisions r where r.comment_id = c.id), 0) + 1, c.body,
                   coalesce(c.edited_at, c.created_at)
            from comments c where c.id = \(comment.id) and c.version = \(version) and c.deleted_at is null
            """,
            """
            update comments set body = \(body.text), mentions = \(mentions), edited_at = \(now), version = version + 1
            where id = \(comment.id) and version = \(version) and deleted_at is null
            """,
        ]
    }

    static func revisions(of id: UUID) -> SQL {
        "select number, body, written_at from comment_revisions where comment_id = \(id) order by number desc limit 100"
    }

    static func resolve(_ id: UUID, by user: UUID?, at instant: Date?) -> SQL {
        """
        update comments set resolved_at = \(instant), resolved_by = \(instant == nil ? nil : user), version = version + 1
        where id = \(id) and parent_id is null and deleted_at is null and (resolved_at is null) = \(instant != nil)
        """
    }

    /// A thread goes and comes as one; its answers are known by the moment at which they went. They go only with their head, which
    /// stays where somebody else has changed it.
    static func delete(_ id: UUID, version: Int?, at instant: Date) -> SQL {
        """
        with head as (
            select id from comments
            where id = \(id) and deleted_at is null and (\(version)::bigint is null or version = \(version))
            for update
        )
        update comments c set deleted_at = \(instant), version = c.version + 1 from head
        where c.deleted_at is null and (c.id = head.id or c.parent_id = head.id)
        """
    }

    static func restore(_ id: UUID) -> SQL {
        """
        update comments c set deleted_at = null, version = c.version + 1 from comments d
        where d.id = \(id) and d.deleted_at is not null and c.deleted_at = d.deleted_at and (c.id = d.id or c.parent_id = d.id)
        """
    }
}
