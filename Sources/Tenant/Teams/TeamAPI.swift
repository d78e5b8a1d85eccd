import Foundation
import HTTPTypes
import Hummingbird
import Platform
import Web

/// Teams, for programs.
struct TeamAPI: Sendable {
    private static let members = Schema.array(of: .object([.required("user_id", .uuid), .optional("is_manager", .boolean)]))
        .with("maxItems", 1_000)
    private static let schema = Schema.object([
        .required("id", .uuid), .required("name", .string),
        .required("parent_id", Schema.uuid.nullable().described("The team that it stands below.")),
        .required(
            "members",
            .array(of: .object([.required("user_id", .uuid), .required("name", .string), .required("is_manager", .boolean)]))),
    ])
    private static let name = Schema.string.length(1...100).example("Sales north")
    private static let changes: [Schema.Property] = [.optional("parent_id", Schema.uuid.nullable()), .optional("members", members)]

    func register(on api: Endpoints<StaffContext>) {
        api.get("/teams", id: "teams_list", summary: "Lists the teams", tag: "Teams", responds: .list(Self.schema), handler: list)
        api.post(
            "/teams", id: "teams_create", summary: "Adds a team", tag: "Teams", parameters: [.idempotencyKey],
            body: .json(.object([.required("name", Self.name)] + Self.changes)), responds: .created(Self.schema),
            failures: [.forbidden], handler: create)
        api.get("/teams/{id}", id: "teams_read", summary: "Reads a team", tag: "Teams", responds: .one(Self.schema), handler: read)
        api.patch(
            "/teams/{id}", id: "teams_update", summary: "Changes a team; members are replaced as a whole", tag: "Teams",
            parameters: [.idempotencyKey], body: .mergePatch(.object([.optional("name", Self.name)] + Self.changes)),
            responds: .one(Self.schema), failures: [.forbidden], handler: update)
        api.delete(
            "/teams/{id}", id: "teams_delete", summary: "Deletes a team; its people stay", tag: "Teams", parameters: [.idempotencyKey],
            responds: .noContent, failures: [.forbidden], handler: delete)
    }

    @Sendable private func list(_ request: Request, _ context: StaffContext) async throws -> Response {
        let teams = try await Teams(scope: context.scope).list()
        return .list(teams) { write($1, to: &$0) }
    }

    @Sendable private func read(_ request: Request, _ context: StaffContext) async throws -> Response {
        let team = try await Teams(scope: context.scope).find(try context.id())
        return .json { write(team, to: &$0) }
    }

    @Sendable private func create(_ request: Request, _ context: StaffContext) async throws -> Response {
        try await Idempotency(context: context).once(request) { body, transaction in
            var draft = TeamDraft()
            try fill(&draft, from: body)
            let team = try await Teams(scope: context.scope).create(draft, in: transaction)
            return answer(team, status: .created, headers: [.location: "/api/v1/teams/\(team.id.text)"])
        }
    }

    @Sendable private func update(_ request: Request, _ context: StaffContext) async throws -> Response {
        let id = try context.id()
        return try await Idempotency(context: context).once(request) { body, transaction in
            answer(try await Teams(scope: context.scope).change(id, in: transaction) { try fill(&$0, from: body) })
        }
    }

    @Sendable private func delete(_ request: Request, _ context: StaffContext) async throws -> Response {
        let id = try context.id()
        return try await Idempotency(context: context).once(withoutBody: request) { transaction in
            try await Teams(scope: context.scope).delete(id, in: transaction)
            return Idempotency.Answer(status: .noContent)
        }
    }

    private func answer(_ team: Team, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) -> Idempotency.Answer {
        Idempotency.Answer(status: status, headers: headers) { write(team, to: &$0) }
    }
}

private func write(_ team: Team, to json: inout JSONWriter) {
    json.object { json in
        json.field("id", team.id)
        json.field("name", team.name)
        json.field("parent_id", team.parentID)
        json.field("members") { json in
            json.array(team.members) { json, member in
                json.object { json in
                    json.field("user_id", member.userID)
                    json.field("name", member.name)
                    json.field("is_manager", member.isManager)
                }
            }
        }
    }
}

/// Members that are there replace. - Throws: `Failure.invalid` naming each wrong one.
private func fill(_ draft: inout TeamDraft, from body: JSONValue) throws {
    try JSONInput.read(body) { input in
        draft.name = input.text("name") ?? draft.name
        if input.names("parent_id") { draft.parentID = input.id("parent_id", orNull: true) }
        draft.members = input.value("members", members) ?? draft.members
    }
}

private func members(_ value: JSONValue) throws(FieldError) -> [TeamDraft.Member] {
    guard let items = value.array, items.count <= 1_000 else {
        throw FieldError(field: "members", code: "wrong_type", message: "Members are a list of up to 1,000 people.")
    }
    var members: [TeamDraft.Member] = []
    for (index, item) in items.enumerated() {
        let field = "members[\(index)]"
        guard let object = item.object, Set(object.names).isSubset(of: ["user_id", "is_manager"]),
            object["is_manager"].map({ $0.bool != nil }) ?? true
        else { throw FieldError(field: field, code: "wrong_type", message: "Each member is {\"user_id\", \"is_manager\"}.") }
        guard let id = object["user_id"]?.string.flatMap({ UUID(uuidString: $0) }) else {
            throw FieldError(field: "\(field)[user_id]", code: "not_an_id", message: "This is an id.")
        }
        members.append(TeamDraft.Member(userID: id, isManager: object["is_manager"]?.bool ?? false))
    }
    return members
}
