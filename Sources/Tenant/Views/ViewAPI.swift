import Foundation
import HTTPTypes
import Hummingbird
import Platform
import Web

/// Saved views for programs.
struct ViewAPI: Sendable {
    let crm: CRM

    private static let look: [Schema.Property] = [
        .optional("q", Schema.string.length(0...200).described("Quick search.")),
        .optional("filter", Schema(["type": ["object", "null"]]).described("A tree as the lists of the record type take it.")),
        .optional(
            "sort", Schema.array(of: .string).with("maxItems", 4).described("Fields in order of weight; a minus before what descends.")),
        .optional("columns", Schema.array(of: .string)),
        .optional("group", Schema.string.nullable().described("The field whose values the rows stand together by.")),
        .optional("density", .oneOf(["comfortable", "compact"])),
    ]
    private static let sharing: [Schema.Property] = [
        .optional("visibility", .oneOf(SavedView.Visibility.allCases.map(\.rawValue))),
        .optional("team_id", Schema.uuid.nullable().described("With `visibility` `team`.")), .optional("pinned", .boolean),
        .optional("position", Schema.integer.range(0...1_000_000)),
    ]
    private static let name = Schema.string.length(1...60).example("Customers in Europe")
    private static let schema = Schema.object(
        [
            .required("id", Schema.uuid.readOnly()), .required("record_type", .string), .required("name", name),
            .required("owner_id", Schema.uuid.readOnly()), .required("version", Schema.integer.readOnly()),
        ] + sharing + look, allowsMore: true)

    func register(on api: Endpoints<StaffContext>) {
        let types = Schema.oneOf(RecordTypes.all.map(\.name))
        let new = Schema.object([.required("record_type", types), .required("name", Self.name)] + Self.sharing + Self.look)
        let patch = Schema.object([.optional("name", Self.name)] + Self.sharing + Self.look)
        api.get(
            "/views", id: "views_list", summary: "Lists the views that you can use", tag: "Views",
            parameters: [.query("record_type", types, "Of this record type only.")], responds: .list(Self.schema), handler: list)
        api.post(
            "/views", id: "views_create", summary: "Saves a view", tag: "Views", parameters: [.idempotencyKey], body: .json(new),
            responds: .created(Self.schema), failures: [.forbidden], handler: create)
        api.get(
            "/views/{id}", id: "views_read", summary: "Reads a view", tag: "Views", parameters: [.ifNoneMatch],
            responds: .record(Self.schema), handler: read)
        api.patch(
            "/views/{id}", id: "views_update", summary: "Changes what the body names", tag: "Views", parameters: [.ifMatch],
            body: .mergePatch(patch), responds: .record(Self.schema), failures: [.forbidden], handler: update)
        api.delete(
            "/views/{id}", id: "views_delete", summary: "Deletes a view; the records stay", tag: "Views", parameters: [.ifMatch],
            responds: .noContent, failures: [.forbidden], handler: delete)
    }

    @Sendable private func list(_ request: Request, _ context: StaffContext) async throws -> Response {
        let query = try APIQuery(request, allowing: ["record_type"]).others
        var views = try await SavedViews(scope: context.scope).list()
        if query.contains("record_type") {
            let type = try ViewInput.type(query.string("record_type"), for: context.viewer)
            views = views.filter { $0.recordType == type.name }
        }
        let (viewer, now) = (context.viewer, context.scope.now)
        return .list(views) { $1.seen(by: viewer, at: now).write(to: &$0) }
    }

    @Sendable private func create(_ request: Request, _ context: StaffContext) async throws -> Response {
        try await Idempotency(context: context).once(request) { body, transaction in
            let input = ViewInput(body: body, viewer: context.viewer, now: context.scope.now)
            let type = try input.type()
            var details = ViewDetails(name: "", look: KeptLook(ListLook(type)))
            try input.fill(&details, of: type)
            let view = try await SavedViews(scope: context.scope).add(details, of: type, in: transaction)
            return Self.answer(view, status: .created, headers: [.location: "/api/v1\(view.path)"])
        }
    }

    @Sendable private func read(_ request: Request, _ context: StaffContext) async throws -> Response {
        let view = try await SavedViews(scope: context.scope).find(try context.id()).seen(by: context.viewer, at: context.scope.now)
        return .versioned(ETag(version: view.version), for: request) { view.write(to: &$0) }
    }

    @Sendable private func update(_ request: Request, _ context: StaffContext) async throws -> Response {
        let (id, version) = (try context.id(), try request.expectedVersion())
        let views = SavedViews(scope: context.scope)
        let type = try ViewInput.type(try await views.find(id).recordType, for: context.viewer)
        let input = ViewInput(body: try await request.json(), viewer: context.viewer, now: context.scope.now)
        let view = try await views.change(id, version: version) { try input.fill(&$0, of: type) }
        return Self.answer(view).response
    }

    @Sendable private func delete(_ request: Request, _ context: StaffContext) async throws -> Response {
        try await SavedViews(scope: context.scope).delete(try context.id(), version: try request.expectedVersion())
        return .noContent
    }

    private static func answer(_ view: SavedView, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) -> Idempotency.Answer {
        Idempotency.Answer(status: status, headers: headers, version: view.version) { view.write(to: &$0) }
    }
}

extension SavedView {
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.field("id", id)
            json.field("record_type", recordType)
            json.field("name", name)
            json.field("owner_id", ownerID)
            json.field("visibility", visibility.rawValue)
            json.field("team_id", teamID)
            json.field("pinned", isPinned)
            json.field("position", position)
            json.field("q", kept.search)
            json.field("filter") { $0.value(kept.filter ?? .null) }
            json.field("sort") { json in json.array(kept.sort) { $0.value($1) } }
            json.field("columns") { json in json.array(kept.columns) { $0.value($1) } }
            json.field("group", kept.grouping)
            json.field("density", kept.density.rawValue)
            json.field("default", isOwnDefault)
            json.field("version", version)
        }
    }
}
