import Foundation
import Platform
import Postgres
import Web

extension NotificationKind {
    /// Somebody has given me a record.
    static let assigned = NotificationKind(
        name: "assigned", label: "A record is assigned to me", icon: .user,
        occasions: { events, _ in
            events.compactMap { event in
                guard RecordTypes.named(event.recordType) != nil, ["created", "updated"].contains(event.verb),
                    let owner = event.after("owner_id")?.id
                else { return nil }
                return Occasion(owner, event)
            }
        },
        sentence: { told in
            told.others == 0
                ? "\(told.who) assigned \(told.what) to you"
                : .plural(
                    told.others, one: "\(told.who) assigned \(told.what) and \(grouped: told.others) other to you",
                    other: "\(told.who) assigned \(told.what) and \(grouped: told.others) others to you")
        }, list: "view=mine")

    /// Somebody has put a record of mine into the trash.
    static let deleted = NotificationKind(
        name: "deleted", label: "A record of mine is deleted", icon: .trash,
        occasions: { events, transaction in
            let deletions = events.filter { $0.verb == "deleted" && RecordTypes.named($0.recordType) != nil }
            let owners = try await owners(of: deletions, in: transaction)
            return deletions.compactMap { event in owners[event.recordID].map { Occasion($0, event) } }
        },
        sentence: { told in
            told.others == 0
                ? "\(told.who) deleted \(told.what)"
                : .plural(
                    told.others, one: "\(told.who) deleted \(told.what) and \(grouped: told.others) other of yours",
                    other: "\(told.who) deleted \(told.what) and \(grouped: told.others) others of yours")
        }, list: "view=trash", isMailed: false)

    /// Somebody has let me see a record.
    static let shared = NotificationKind(
        name: "shared", label: "A record is shared with me", icon: .users,
        occasions: { events, transaction in
            let shares = events.filter { $0.kind == "share.created" }
            let teams = try await members(of: shares.compactMap { $0.after("team_id")?.id }, in: transaction)
            return shares.flatMap { event in
                let people = [event.after("user_id")?.id].compactMap { $0 } + (event.after("team_id")?.id.flatMap { teams[$0] } ?? [])
                return people.map { Occasion($0, event) }
            }
        },
        sentence: { told in "\(told.who) shared \(told.what) with you" })

    /// Whose the records are that these events are about, in the trash too.
    private static func owners(of events: [StoredEvent], in transaction: TenantTransaction) async throws -> [UUID: UUID] {
        let types = Dictionary(grouping: events, by: \.recordType).compactMap { name, events in
            RecordTypes.named(name).map { (type: $0, ids: events.map(\.recordID)) }
        }
        let found = try await transaction.pipeline(
            types.map { "select id, owner_id from \($0.type.table) where id = any(\($0.ids)) and owner_id is not null" })
        return try Dictionary(found.joined().map { try $0.decode((UUID, UUID).self) }, uniquingKeysWith: { first, _ in first })
    }

    private static func members(of teams: [UUID], in transaction: TenantTransaction) async throws -> [UUID: [UUID]] {
        if teams.isEmpty { return [:] }
        let rows = try await transaction.query("select team_id, user_id from team_members where team_id = any(\(teams))")
        return try Dictionary(grouping: rows.map { try $0.decode((UUID, UUID).self) }, by: \.0).mapValues { $0.map(\.1) }
    }
}
