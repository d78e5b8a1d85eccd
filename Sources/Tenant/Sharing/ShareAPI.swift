import Foundation
import HTTPTypes
import Hummingbird
import Platform
import Web

/// Whom a record is shared with, and why somebody sees it, for programs.
struct ShareAPI: Sendable {
    let type: RecordType

    private static let schema = Schema.object([
        .required("id", .uuid), .required("user_id", Schema.uuid.nullable()), .required("team_id", Schema.uuid.nullable()),
        .required("name", Schema.string.described("The person's or the team's.")),
        .required("access", .oneOf(Share.Access.allCases.map(\.rawValue))), .required("expires_at", Schema.instant.nullable()),
        .required("created_by", Schema.uuid.nullable()), .required("created_at", .instant),
    ])
    private static let body = Schema.object([
        .optional("user_id", Schema.uuid.described("A person, or else `team_id`.")), .optional("team_id", .uuid),
        .optional("access", Schema.oneOf(Share.Access.allCases.map(\.rawValue)).with("default", "view")),
        .optional("expires_at", Schema.instant.nullable()),
    ])
    private static let answer = Schema.object([
        .required("user_id", .uuid), .required("sees", .boolean),
        .required(
            "reasons",
            .array(of: .object([.required("kind", .oneOf(["role", "owner", "manager", "share"])), .required("text", .string)]))),
        .required("may", .array(of: .oneOf(Action.allCases.map(\.rawValue)))),
    ])

    func register(on api: Endpoints<StaffContext>) {
        let (path, tag, label) = ("\(type.path)/{id}", type.pluralLabel.description, type.label.description.lowercased())
        api.get(
            "\(path)/shares", id: "\(type.plural)_shares_list", summary: "Whom a \(label) is shared with", tag: tag,
            responds: .list(Self.schema), handler: list)
        api.post(
            "\(path)/shares", id: "\(type.plural)_shares_create", summary: "Shares a \(label), or changes how it is shared", tag: tag,
            parameters: [.idempotencyKey], body: .json(Self.body), responds: .created(Self.schema), failures: [.forbidden], handler: create)
        api.delete(
            "\(path)/shares/{share}", id: "\(type.plural)_shares_delete", summary: "Shares a \(label) no more", tag: tag,
            parameters: [.idempotencyKey], responds: .noContent, failures: [.forbidden], handler: delete)
        api.get(
            "\(path)/access", id: "\(type.plural)_access", summary: "Why somebody sees a \(label), and what they may do with it", tag: tag,
            parameters: [.query("user_id", .uuid, "A colleague; oneself where it is absent.")], responds: .one(Self.answer),
            failures: [.forbidden], handler: access)
    }

    @Sendable private func list(_ request: Request, _ context: StaffContext) async throws -> Response {
        let shares = try await Shares(scope: context.scope, type: type).list(of: try context.id())
        return .list(shares) { write($1, to: &$0) }
    }

    @Sendable private func create(_ request: Request, _ context: StaffContext) async throws -> Response {
        let (id, shares) = (try context.id(), Shares(scope: context.scope, type: type))
        return try await Idempotency(context: context).once(request) { body, transaction in
            let share = try await shares.add(try draft(body), to: id, in: transaction)
            let address = "/api/v1\(type.path(id))/shares/\(share.id.text)"
            return Idempotency.Answer(status: .created, headers: [.location: address]) { write(share, to: &$0) }
        }
    }

    @Sendable private func delete(_ request: Request, _ context: StaffContext) async throws -> Response {
        let (id, share, shares) = (try context.id(), try context.id("share"), Shares(scope: context.scope, type: type))
        return try await Idempotency(context: context).once(withoutBody: request) { transaction in
            try await shares.remove(share, of: id, in: transaction)
            return Idempotency.Answer(status: .noContent)
        }
    }

    @Sendable private func access(_ request: Request, _ context: StaffContext) async throws -> Response {
        let store = RecordStore(type, in: context.scope)
        let record = try await store.find(try context.id())
        guard let own = context.viewer.userID else { throw Failure.unauthenticated }
        let asked = try request.query().nonEmpty("user_id").map { text in
            guard let id = UUID(uuidString: text) else { throw Failure.invalid("user_id", "invalid", "This is an id.") }
            return id
        }
        guard asked == nil || asked == own || store.allows(.share, record) || context.viewer.permissions.managesTenant else {
            throw Failure.forbidden(reason: "Only who may share this \(type.label.lowercased()) asks about others.")
        }
        // Oneself as one asks here: through a key, with no more than it allows.
        guard let viewer = try await asked == nil || asked == own ? context.viewer : People(in: context.scope).viewer(asked ?? own) else {
            throw Failure.invalid("user_id", "not_found", "There is no such person.")
        }
        let found = try await context.scope.database.read(
            AccessReasons.question(about: [viewer], for: record, at: context.scope.now))
        guard let access = found.access.first else { throw Failure.notFound }
        let name = viewer.name
        return .json { json in
            json.object { json in
                json.field("user_id", access.viewer.userID)
                json.field("sees", access.sees)
                json.field("reasons") { json in
                    json.array(access.reasons) { json, reason in
                        json.object { json in
                            json.field("kind", reason.name)
                            json.field("text", reason.text(about: name, type, context.shown).description)
                        }
                    }
                }
                json.field("may") { $0.array(access.actions) { $0.value($1.rawValue) } }
            }
        }
    }

    private func draft(_ body: JSONValue) throws -> ShareDraft {
        try JSONInput.read(body) { input in
            let (user, team) = (input.id("user_id", orNull: true), input.id("team_id", orNull: true))
            let access = input.choice("access", of: Share.Access.allCases, as: \.rawValue) ?? .view
            let expiresAt = input.instant("expires_at", orNull: true)
            guard let receiver = user.map({ Share.Receiver.user($0) }) ?? team.map({ .team($0) }), user == nil || team == nil else {
                throw input.missing("user_id", "Give user_id or team_id, one of them.")
            }
            return ShareDraft(receiver: receiver, access: access, expiresAt: expiresAt)
        }
    }
}

private func write(_ share: Share, to json: inout JSONWriter) {
    json.object { json in
        json.field("id", share.id)
        json.field("user_id", share.receiver.userID)
        json.field("team_id", share.receiver.teamID)
        json.field("name", share.name)
        json.field("access", share.access.rawValue)
        json.field("expires_at", share.expiresAt)
        json.field("created_by", share.sharerID)
        json.field("created_at", share.createdAt)
    }
}
