import Foundation
import HTTPTypes
import Hummingbird
import Platform
import Web

/// Imports for programs: one call with the file, then its progress.
struct ImportAPI: Sendable {
    let crm: CRM

    func register(on api: Endpoints<StaffContext>) {
        let schema = ImportJSON.schema
        api.get(
            "/imports", id: "imports_list", summary: "The latest imports", tag: "Imports",
            parameters: [
                .query("limit", .integer.range(1...200).with("default", 25), "How many at most."),
                .query("cursor", .string, "Where to go on: `next_cursor` of the answer before."),
            ], responds: .list(schema), handler: list)
        api.post(
            "/imports", id: "imports_create", summary: "Takes in a CSV or vCard file", tag: "Imports", body: .multipart(Self.body),
            responds: .accepted(schema), failures: [.forbidden, .init(code: 402), .contentTooLarge], handler: create)
        api.get("/imports/{id}", id: "imports_read", summary: "How an import stands", tag: "Imports", responds: .one(schema), handler: read)
        api.get(
            "/imports/{id}/rejects.csv", id: "imports_rejects", summary: "Rejected rows with reasons", tag: "Imports", responds: .csv,
            handler: rejects)
        api.post(
            "/imports/{id}/start", id: "imports_start", summary: "Takes in for real what was only checked", tag: "Imports",
            responds: .accepted(schema), failures: [.conflict], handler: start)
        api.post(
            "/imports/{id}/continuation", id: "imports_continue", summary: "Takes up an import that was interrupted", tag: "Imports",
            responds: .accepted(schema), failures: [.conflict], handler: goOn)
        api.post(
            "/imports/{id}/cancellation", id: "imports_cancel", summary: "Stops a running import", tag: "Imports",
            responds: .one(schema), failures: [.conflict], handler: cancel)
        api.post(
            "/imports/{id}/reversal", id: "imports_revert", summary: "Takes back everything that an import has done", tag: "Imports",
            parameters: [.idempotencyKey], responds: .accepted(BatchAPI.schema), failures: [.conflict], handler: revert)
    }

    private static let body = Schema.object([
        .required("file", .file), .required("record_type", .string.example("contact")),
        .optional("mode", .oneOf(ImportPlan.Mode.allCases.map(\.rawValue))),
        .optional("match_on", Schema.string.described("What records are recognised by: keys in order, with commas between.")),
        .optional("mapping", Schema.string.described("JSON object from column name to field; guessed where absent.")),
        .optional(
            "rules",
            Schema.string.described(
                "JSON object from column name to what a cell does to a value that is there: overwrite, fill_blanks, never, add.")),
        .optional("create_missing", Schema.boolean.described("Whether linked records that are not there are added; they are.")),
        .optional("fire_automations", Schema.boolean.described("Whether automations run for what is imported; they do.")),
        .optional("dry_run", .boolean),
    ])

    @Sendable private func list(_ request: Request, _ context: StaffContext) async throws -> Response {
        let query = try APIQuery(request)
        let list = "\(context.tenant.id)/imports"
        let last = try query.cursor.map { try crm.cursors.decode($0, list: list).first?.string }.flatMap { $0 }.flatMap {
            UUID(uuidString: $0)
        }
        let found = try await Imports(scope: context.scope).list(before: last, limit: query.limit + 1)
        let page = found.prefix(query.limit)
        let next = found.count > query.limit ? page.last.map { crm.cursors.encode([.string($0.id.uuidString)], list: list) } : nil
        return .list(page, next: next) { ImportJSON(source: $1, now: context.scope.now).write(to: &$0) }
    }

    @Sendable private func create(_ request: Request, _ context: StaffContext) async throws -> Response {
        let form = try await request.multipart(limits: ImportLimits.upload)
        let types = context.viewer.records
        guard let type = types.named(form.fields.string("record_type")) else {
            throw Failure.invalid("record_type", "unknown", "record_type is one of: \(types.all.map(\.name).joined(separator: ", ")).")
        }
        guard let file = form.file("file") else { throw Failure.invalid("file", "required", "Send the file as a part named file.") }
        let imports = Imports(scope: context.scope)
        let new = try await imports.look(at: file, of: type)
        let plan = try ImportRequest(form: form.fields, header: new.header).plan(from: new.plan)
        let id = try await imports.add(new)
        try await imports.configure(id, plan)
        try await imports.begin(id, form.fields.bool("dry_run") ? .checking : .running)
        return accepted(try await imports.find(id), context)
    }

    @Sendable private func read(_ request: Request, _ context: StaffContext) async throws -> Response {
        answer(try await Imports(scope: context.scope).find(try context.id()), context)
    }

    @Sendable private func start(_ request: Request, _ context: StaffContext) async throws -> Response {
        let (id, imports) = (try context.id(), Imports(scope: context.scope))
        try await imports.begin(id, .running)
        return accepted(try await imports.find(id), context)
    }

    @Sendable private func goOn(_ request: Request, _ context: StaffContext) async throws -> Response {
        let (id, imports) = (try context.id(), Imports(scope: context.scope))
        try await imports.goOn(id)
        return accepted(try await imports.find(id), context)
    }

    @Sendable private func cancel(_ request: Request, _ context: StaffContext) async throws -> Response {
        let (id, imports) = (try context.id(), Imports(scope: context.scope))
        try await imports.cancel(id)
        return answer(try await imports.find(id), context)
    }

    @Sendable private func revert(_ request: Request, _ context: StaffContext) async throws -> Response {
        let id = try context.id()
        return try await Idempotency(context: context).once(withoutBody: request) { transaction in
            try await BatchAPI.accepted(try await Imports(scope: context.scope).revert(id, in: transaction), in: transaction)
        }
    }

    @Sendable private func rejects(_ request: Request, _ context: StaffContext) async throws -> Response {
        let source = try await Imports(scope: context.scope).find(try context.id())
        return .csvStream(filename: "rejects.csv", ImportRejects(source: source, scope: context.scope))
    }

    private func accepted(_ source: Import, _ context: StaffContext) -> Response {
        answer(source, context, status: .accepted, headers: [.location: "/api/v1\(source.path)"])
    }

    private func answer(
        _ source: Import, _ context: StaffContext, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
    ) -> Response {
        .json(status: status, headers: headers) { ImportJSON(source: source, now: context.scope.now).write(to: &$0) }
    }
}

/// What a client sends along with a file.
struct ImportRequest {
    let form: FormData
    let header: [String]

    /// - Parameter plan: what is guessed where the client does not say.
    func plan(from plan: ImportPlan) throws -> ImportPlan {
        var plan = plan
        if let mapping = try object("mapping") { plan.columns = mapping.mapValues { ImportColumn(field: $0) } }
        for (index, name) in try object("rules") ?? [:] {
            guard let rule = ImportColumn.Rule(rawValue: name) else {
                throw Failure.invalid("rules", "unknown", "A rule is overwrite, fill_blanks, never or add.")
            }
            plan.columns[index]?.rule = rule
        }
        plan.mode = try mode ?? .create
        if let keys = form.nonEmpty("match_on") {
            plan.keys = keys.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        }
        if form.contains("create_missing") { plan.createsLinks = form.bool("create_missing") }
        if form.contains("fire_automations") { plan.firesAutomations = form.bool("fire_automations") }
        return plan
    }

    private var mode: ImportPlan.Mode? {
        get throws {
            guard let text = form.nonEmpty("mode") else { return nil }
            guard let mode = ImportPlan.Mode(rawValue: text) else {
                throw Failure.invalid("mode", "unknown", "mode is create, update or upsert.")
            }
            return mode
        }
    }

    /// `{"Column name":"text"}`, by the columns' indexes.
    private func object(_ parameter: String) throws -> [Int: String]? {
        guard let text = form.nonEmpty(parameter) else { return nil }
        guard let object = (try? JSONValue(parsing: text))?.object else {
            throw Failure.invalid(parameter, "malformed", "\(parameter) is a JSON object.")
        }
        var columns: [Int: String] = [:]
        for member in object.members {
            guard let index = header.firstIndex(of: member.name), let value = member.value.string else {
                throw Failure.invalid(parameter, "unknown_column", "The file has no column \"\(member.name)\".")
            }
            columns[index] = value
        }
        return columns
    }
}
