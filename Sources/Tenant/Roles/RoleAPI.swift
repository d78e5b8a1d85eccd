import Foundation
import HTTPTypes
import Hummingbird
import Platform
import Web

/// Roles, for programs.
struct RoleAPI: Sendable {
    private static let permissions = Schema.map(of: .map(of: .oneOf(Reach.allCases.map(\.name))))
        .described("By record type, or \"*\" for those that are not named, and by action.")
        .example(["*": ["view": "all"], "contact": ["edit": "own", "share": "none"]])
    private static let fieldRules = Schema.map(of: .map(of: .oneOf(FieldRules.Rule.allCases.map(\.rawValue))))
        .described("By record type and field: what is hidden, or shown but not changed.").example(["contact": ["source": "hidden"]])

    private static let schema = Schema.object([
        .required("id", .uuid), .required("name", Schema.string.described("As people's `roles` have it.")), .required("label", .string),
        .required("summary", .string), .required("permissions", permissions), .required("field_rules", fieldRules),
        .required("manages_tenant", .boolean), .required("built_in", Schema.boolean.described("Such a role cannot be deleted.")),
        .required("version", .integer),
    ])
    private static let changes: [Schema.Property] = [
        .optional("summary", Schema.string.with("maxLength", 200)), .optional("permissions", permissions),
        .optional("field_rules", fieldRules), .optional("manages_tenant", .boolean),
    ]
    private static let label = Schema.string.length(1...60).example("Field agent")
    private static let name = Schema.string.with("pattern", "^[a-z][a-z0-9_]{0,39}$").example("field_agent")

    func register(on api: Endpoints<StaffContext>) {
        api.get("/roles", id: "roles_list", summary: "Lists the roles", tag: "Roles", responds: .list(Self.schema), handler: list)
        api.post(
            "/roles", id: "roles_create", summary: "Adds a role", tag: "Roles", parameters: [.idempotencyKey],
            body: .json(.object([.required("label", Self.label), .optional("name", Self.name)] + Self.changes)),
            responds: .created(Self.schema), failures: [.forbidden], handler: create)
        api.get(
            "/roles/{id}", id: "roles_read", summary: "Reads a role", tag: "Roles", parameters: [.ifNoneMatch],
            responds: .record(Self.schema), handler: read)
        api.patch(
            "/roles/{id}", id: "roles_update", summary: "Changes a role; counts at once for everybody who has it", tag: "Roles",
            parameters: [.ifMatch, .idempotencyKey], body: .mergePatch(.object([.optional("label", Self.label)] + Self.changes)),
            responds: .record(Self.schema), failures: [.forbidden, .conflict], handler: update)
        api.delete(
            "/roles/{id}", id: "roles_delete", summary: "Deletes a role that nobody has", tag: "Roles", parameters: [.idempotencyKey],
            responds: .noContent, failures: [.forbidden, .conflict], handler: delete)
    }

    @Sendable private func list(_ request: Request, _ context: StaffContext) async throws -> Response {
        let roles = try await Roles(scope: context.scope).list()
        return .list(roles) { write($1, to: &$0) }
    }

    @Sendable private func read(_ request: Request, _ context: StaffContext) async throws -> Response {
        let role = try await Roles(scope: context.scope).find(try context.id())
        return .versioned(ETag(version: role.version), for: request) { write(role, to: &$0) }
    }

    @Sendable private func create(_ request: Request, _ context: StaffContext) async throws -> Response {
        try await Idempotency(context: context).once(request) { body, transaction in
            var draft = RoleDraft()
            try fill(&draft, from: body, naming: true, context)
            let role = try await Roles(scope: context.scope).create(draft, in: transaction)
            return answer(role, status: .created, headers: [.location: "/api/v1/roles/\(role.id.text)"])
        }
    }

    @Sendable private func update(_ request: Request, _ context: StaffContext) async throws -> Response {
        let (id, version) = (try context.id(), try request.expectedVersion())
        return try await Idempotency(context: context).once(request) { body, transaction in
            answer(
                try await Roles(scope: context.scope).change(id, version: version, in: transaction) {
                    try fill(&$0, from: body, naming: false, context)
                })
        }
    }

    @Sendable private func delete(_ request: Request, _ context: StaffContext) async throws -> Response {
        let id = try context.id()
        return try await Idempotency(context: context).once(withoutBody: request) { transaction in
            try await Roles(scope: context.scope).delete(id, in: transaction)
            return Idempotency.Answer(status: .noContent)
        }
    }

    /// Members that are there replace. - Throws: `Failure.invalid` naming each wrong one.
    private func fill(_ draft: inout RoleDraft, from body: JSONValue, naming: Bool, _ context: StaffContext) throws {
        let records = context.viewer.records
        try JSONInput.read(body) { input in
            if naming, let name = input.text("name") { draft.name = name }
            draft.label = input.text("label") ?? draft.label
            draft.summary = input.text("summary") ?? draft.summary
            draft.grants = input.value("permissions", RoleGrants.init(given:)) ?? draft.grants
            draft.fieldRules =
                input.value("field_rules") { json throws(FieldError) in try FieldRules(given: json, in: records) } ?? draft.fieldRules
            draft.managesTenant = input.flag("manages_tenant") ?? draft.managesTenant
        }
    }

    private func answer(_ role: Role, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) -> Idempotency.Answer {
        Idempotency.Answer(status: status, headers: headers, version: role.version) { write(role, to: &$0) }
    }
}

private func write(_ role: Role, to json: inout JSONWriter) {
    json.object { json in
        json.field("id", role.id)
        json.field("name", role.name)
        json.field("label", role.label.description)
        json.field("summary", role.summary.description)
        json.field("permissions") { $0.value(role.grants.json) }
        json.field("field_rules") { $0.value(role.fieldRules.json) }
        json.field("manages_tenant", role.managesTenant)
        json.field("built_in", role.isBuiltIn)
        json.field("version", role.version)
    }
}
