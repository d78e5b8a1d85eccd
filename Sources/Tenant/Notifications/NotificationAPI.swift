import Foundation
import Hummingbird
import Platform
import Web

/// One's own notifications, for programs.
struct NotificationAPI: Sendable {
    let crm: CRM

    private static let schema = Schema.object([
        .required("id", .uuid), .required("kind", .string.example("assigned")), .required("text", .string),
        .required("record_type", .string.example("contact")), .required("record_id", .uuid), .required("actor_id", Schema.uuid.nullable()),
        .required("count", .integer), .required("read", .boolean), .required("at", .instant),
    ])

    func register(on api: Endpoints<StaffContext>) {
        api.get(
            "/notifications", id: "notifications_list", summary: "Lists what one has been told, the latest first", tag: "Notifications",
            parameters: [
                .query("limit", .integer.range(1...200).with("default", 25), "How many at most."),
                .query("cursor", .string, "Where to go on: `next_cursor` of the answer before."),
                .query("unread", .boolean, "Only what has not been read."),
            ], responds: .list(Self.schema), handler: list)
        api.get(
            "/notifications/{id}", id: "notifications_read", summary: "Reads one without marking it", tag: "Notifications",
            responds: .one(Self.schema), handler: read)
        api.patch(
            "/notifications/{id}", id: "notifications_update", summary: "Marks one as read or unread", tag: "Notifications",
            body: .mergePatch(.object([.optional("read", .boolean)])), responds: .one(Self.schema), handler: update)
        api.post(
            "/notifications/reading", id: "notifications_read_all", summary: "Marks all as read", tag: "Notifications",
            responds: .noContent, handler: readAll)
    }

    @Sendable private func list(_ request: Request, _ context: StaffContext) async throws -> Response {
        let query = try APIQuery(request, allowing: ["unread"])
        let (inbox, codec) = (try Inbox(crm, in: context.scope), codec(context))
        let place = try query.cursor.map { try codec.decode($0) }
        let (lines, next) = try await inbox.lines(unread: try query.flag("unread"), behind: place, limit: query.limit)
        return .list(lines, next: next.map { codec.encode($0) }) { write($1, to: &$0) }
    }

    private func codec(_ context: StaffContext) -> InboxCursor {
        InboxCursor(cursors: crm.cursors, list: "\(context.tenant.id)/notifications/\(context.viewer.userID?.uuidString ?? "")")
    }

    @Sendable private func read(_ request: Request, _ context: StaffContext) async throws -> Response {
        let line = try await Inbox(crm, in: context.scope).find(try context.id())
        return .json { write(line, to: &$0) }
    }

    @Sendable private func update(_ request: Request, _ context: StaffContext) async throws -> Response {
        let (inbox, id) = (try Inbox(crm, in: context.scope), try context.id())
        _ = try await inbox.find(id)
        if let isRead = try JSONInput.read(await request.json(), { $0.flag("read") }) { try await inbox.mark(id, read: isRead) }
        let line = try await inbox.find(id)
        return .json { write(line, to: &$0) }
    }

    @Sendable private func readAll(_ request: Request, _ context: StaffContext) async throws -> Response {
        try await Inbox(crm, in: context.scope).markAll(upTo: context.scope.now)
        return .noContent
    }

    /// The API always speaks English.
    private func write(_ line: Inbox.Line, to json: inout JSONWriter) {
        json.object { json in
            json.field("id", line.stored.id)
            json.field("kind", line.stored.kind)
            json.field("text", line.sentence(.english))
            json.field("record_type", line.stored.recordType)
            json.field("record_id", line.stored.recordID)
            json.field("actor_id", line.stored.actorID)
            json.field("count", line.stored.count)
            json.field("read", line.stored.isRead)
            json.field("at", line.stored.at)
        }
    }
}
