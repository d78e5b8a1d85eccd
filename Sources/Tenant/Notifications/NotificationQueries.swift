import Foundation
import Platform
import Postgres

enum NotificationQueries {
    // MARK: Telling

    /// Adds to what waits unread, where the same has happened within the hour before, and begins anew elsewhere.
    static func tell(_ news: [News]) -> SQL {
        """
        with told as (
            select * from unnest(
                \(news.map { _ in UUID.v7() }), \(news.map(\.userID)), \(news.map(\.kind)), \(news.map(\.recordType)), \(news.map(\.recordID)),
                \(news.map(\.actorID)), \(news.map(\.groupKey)), \(news.map(\.count)), \(news.map(\.at)), \(news.map(\.isInApp)),
                \(news.map(\.mailAt))
            ) as t (id, user_id, kind, record_type, record_id, actor_id, group_key, count, at, in_app, mail_at)
        ), grown as (
            update notifications n
            set count = n.count + t.count, at = greatest(n.at, t.at), actor_id = t.actor_id, record_id = t.record_id, seen_at = null
            from told t
            where n.user_id = t.user_id and n.group_key = t.group_key and n.read_at is null and n.at > t.at - interval '1 hour'
            returning n.user_id, n.group_key
        )
        insert into notifications (id, user_id, kind, record_type, record_id, actor_id, group_key, count, at, in_app, mail_at)
        select t.* from told t
        where not exists (select from grown g where g.user_id = t.user_id and g.group_key = t.group_key)
        """
    }

    // MARK: Reading

    private static let columns: SQL = """
        n.id, n.kind, n.record_type, n.record_id, n.actor_id, u.name, n.group_key, n.count, n.at, n.seen_at, n.read_at
        """

    static func find(_ id: UUID, of user: UUID) -> SQL {
        "select \(columns) from notifications n left join users u on u.id = n.actor_id where n.id = \(id) and n.user_id = \(user) and n.in_app"
    }

    /// The latest first, behind `place`.
    static func page(of user: UUID, unread: Bool, behind place: InboxPlace?, limit: Int) -> SQL {
        var sql: SQL = """
            select \(columns) from notifications n left join users u on u.id = n.actor_id where n.user_id = \(user) and n.in_app
            """
        if unread { sql.append(" and n.read_at is null") }
        if let place { sql.append(" and (n.at, n.id) < (\(place.at), \(place.id))") }
        sql.append(" order by n.at desc, n.id desc limit \(literal: limit)")
        return sql.named("notifications.page")
    }

    // MARK: Marking

    static func mark(_ id: UUID, of user: UUID, read: Bool, at now: Date) -> SQL {
        let moment: Date? = read ? now : nil
        return """
            update notifications set read_at = \(moment), seen_at = coalesce(seen_at, \(now))
            where id = \(id) and user_id = \(user) and in_app and (read_at is null) = \(read)
            """
    }

    /// - Parameter upTo: what has come since the page was made has not been read.
    static func markAll(of user: UUID, upTo: Date, at now: Date) -> SQL {
        """
        update notifications set read_at = \(now), seen_at = coalesce(seen_at, \(now))
        where user_id = \(user) and in_app and read_at is null and at <= \(upTo)
        """
    }

    static func markSeen(_ ids: [UUID], at now: Date) -> SQL {
        "update notifications set seen_at = \(now) where id = any(\(ids)) and seen_at is null"
    }

    /// When somebody was last told something since `date`; null where they were not.
    static func latest(of user: UUID, since date: Date) -> SQL {
        "select max(at) from notifications where user_id = \(user) and in_app and at > \(date)"
    }

    // MARK: Choices

    static func choices(of user: UUID) -> SQL {
        "select choices, digest_hour, quiet_from, quiet_until from notification_choices where user_id = \(user)"
    }

    static func choices(of users: [UUID]) -> SQL {
        """
        select u.id, c.choices, c.digest_hour, c.quiet_from, c.quiet_until
        from unnest(\(users)) as u (id) left join notification_choices c on c.user_id = u.id
        """
    }

    static func save(_ choices: NotificationChoices, of user: UUID) -> SQL {
        """
        insert into notification_choices (user_id, choices, digest_hour, quiet_from, quiet_until)
        values (\(user), \(choices.stored), \(choices.digestHour), \(choices.quiet?.from), \(choices.quiet?.until))
        on conflict (user_id) do update
        set choices = excluded.choices, digest_hour = excluded.digest_hour, quiet_from = excluded.quiet_from,
            quiet_until = excluded.quiet_until
        """
    }

    // MARK: Mail

    /// What waits is mailed when somebody's new choices say.
    static func postpone(of user: UUID, to date: Date) -> SQL {
        "update notifications set mail_at = \(date) where user_id = \(user) and mailed_at is null and mail_at is not null"
    }

    /// What is to be mailed by now; locked, so that two workers do not both mail it.
    static func mailable(to user: UUID, at now: Date, limit: Int) -> SQL {
        """
        select \(columns) from notifications n left join users u on u.id = n.actor_id
        where n.user_id = \(user) and n.mailed_at is null and n.mail_at <= \(now)
        order by n.at desc, n.id desc limit \(limit) for update of n
        """
    }

    /// Whatever was due, also what has been read meanwhile or must not be told any more.
    static func setMailed(to user: UUID, upTo now: Date) -> SQL {
        "update notifications set mailed_at = \(now) where user_id = \(user) and mailed_at is null and mail_at <= \(now)"
    }
}

/// Where in an inbox a page begins.
struct InboxPlace: Sendable {
    let at: Date
    let id: UUID
}
