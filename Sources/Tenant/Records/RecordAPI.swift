import Foundation
import HTTPTypes
import Hummingbird
import Platform
import Postgres
import Web

/// The JSON endpoints of one record type.
struct RecordAPI: Sendable {
    /// As declared; each call is about what its viewer sees of it.
    private let declared: RecordType
    private let crm: CRM

    init(type: RecordType, crm: CRM) {
        (declared, self.crm) = (type, crm)
    }

    private func type(_ context: StaffContext) -> RecordType { context.viewer.records.refined(declared) }

    func register(on api: Endpoints<StaffContext>) {
        let type = declared
        let (path, tag, schema) = (type.path, type.pluralLabel.description, RecordSchema(type))
        let (name, label) = (schema.name, type.label.lowercased())
        api.get(
            path, id: "\(type.plural)_list", summary: "Lists \(type.pluralLabel.lowercased())", tag: tag,
            parameters: schema.listParameters, responds: .list(.ref(schema.nameInList)), handler: list)
        api.get(
            "\(path).csv", id: "\(type.plural)_export", summary: "The whole list as a file", tag: tag,
            parameters: schema.narrowing, responds: .csv, handler: export)
        api.post(
            path, id: "\(type.plural)_create", summary: "Adds a \(label)", tag: tag, parameters: [.idempotencyKey, .duplicates],
            body: .json(.ref("New\(name)")), responds: .created(.ref(name)), handler: create)
        api.get(
            "\(path)/{id}", id: "\(type.plural)_read",
            summary: "Reads a \(label); the id of one that was merged answers the record it is part of, named by Content-Location",
            tag: tag, parameters: [.ifNoneMatch],
            responds: .record(.ref(name)), handler: read)
        api.patch(
            "\(path)/{id}", id: "\(type.plural)_update", summary: "Changes the fields that the body names", tag: tag,
            parameters: [.ifMatch, .idempotencyKey], body: .mergePatch(.ref("\(name)Patch")), responds: .record(.ref(name)),
            handler: update)
        api.delete(
            "\(path)/{id}", id: "\(type.plural)_delete", summary: "Moves a \(label) to the trash", tag: tag,
            parameters: [.ifMatch, .idempotencyKey], responds: .noContent, handler: delete)
        api.post(
            "\(path)/{id}/restoration", id: "\(type.plural)_restore", summary: "Brings a \(label) back from the trash",
            tag: tag, parameters: [.idempotencyKey], responds: .record(.ref(name)), handler: restore)
    }

    @Sendable private func list(_ request: Request, _ context: StaffContext) async throws -> Response {
        let parameters = try APIQuery(request, allowing: ["view"])
        let query = try await query(parameters, context)
        let list = try await RecordList.load(
            query, cursor: parameters.cursor, counting: parameters.wantsTotal, cursors: crm.cursors, in: context.scope)
        let writer = RecordJSON(query.shape, including: parameters.include)
        return try .list(list.rows, next: list.nextCursor, capacity: 32_768) {
            try writer.write($1, to: &$0)
        } rest: { json in
            guard let total = list.total else { return }
            json.field("total", total.count)
            if total.isEstimate { json.field("total_is_estimate", true) }
        }
    }

    private func query(_ parameters: APIQuery, _ context: StaffContext) async throws -> RecordQuery {
        let type = type(context)
        let parser = FilterParser(type, for: context.viewer)
        let view = try await SavedViews(scope: context.scope).look(parameters.others.nonEmpty("view"), of: type)
        let filters = [view?.filter, try parser.parse(parameters.filters), try parameters.filterTree.map { try parser.parse($0) }]
            .compactMap { $0 }
        var query = RecordQuery(type, viewer: context.viewer, shape: try shape(parameters, of: type))
        query.narrow(to: .together(filters), at: context.scope.now)
        query.search = folded([view?.search, parameters.search].compactMap { $0 }.joined(separator: " "))
        query.sort = try parameters.sort.isEmpty && view != nil ? view?.sort ?? [] : SortKey.parse(parameters.sort, for: type)
        query.limit = parameters.limit
        return query
    }

    private func shape(_ parameters: APIQuery, of type: RecordType) throws -> RecordShape {
        if parameters.fields == nil, parameters.include.isEmpty { return type.apiShape }
        let asked = (parameters.fields ?? ["*"]).joined(separator: ",") + " " + parameters.include.joined(separator: ",")
        return try type.shapes.shape(asked) { try fields(parameters, of: type) }
    }

    private func fields(_ parameters: APIQuery, of type: RecordType) throws -> [Field] {
        var fields = type.fields(for: .api)
        if let asked = parameters.fields {
            for name in asked where name != "id" && name != "version" && !fields.contains(where: { $0.name == name }) {
                throw Failure.invalid("fields", "unknown_field", "\(type.pluralLabel) have no field \"\(name)\".")
            }
            fields = fields.filter { asked.contains($0.name) }
        }
        for name in parameters.include {
            guard let title = type.field(name), title.join != nil, let id = type.field(name + "_id") else {
                throw Failure.invalid("include", "unknown_relation", "\(type.pluralLabel) have no related record \"\(name)\".")
            }
            if !fields.contains(where: { $0.name == id.name }) { fields.append(id) }
            fields.append(title)
        }
        return fields
    }

    @Sendable private func export(_ request: Request, _ context: StaffContext) async throws -> Response {
        try await export(request, context, as: .csv)
    }

    func export(_ request: Request, _ context: StaffContext, as format: ExportFormat) async throws -> Response {
        var query = try await query(try APIQuery(request, allowing: ["view"]), context)
        query.shape = RecordShape(format.fields(of: type(context)))
        return try await RecordExport(query: query, scope: context.scope, format: format, parameters: request.uri.query ?? "").response()
    }

    @Sendable private func create(_ request: Request, _ context: StaffContext) async throws -> Response {
        let type = type(context)
        return try await Idempotency(context: context).once(request) { body, transaction in
            var draft = Draft(new: type, id: .v7())
            try RecordInput(type: type).fill(&draft, from: body)
            try await crm.checkCreation(draft, request, in: transaction, context)
            let record = try await RecordStore(type, in: context.scope).add(draft, in: transaction)
            return answer(record, status: .created, headers: [.location: "/api/v1\(record.path)"])
        }
    }

    @Sendable private func read(_ request: Request, _ context: StaffContext) async throws -> Response {
        let type = type(context)
        let query = RecordQuery(type, viewer: context.viewer)
        let id = try context.id()
        guard let row = try await context.scope.database.read(query.one(id)).first else { return try await standIn(for: id, context) }
        return try .versioned(ETag(version: try row[1].decode(Int.self)), for: request) { json in
            try RecordJSON(query.shape).write(row, to: &json)
        }
    }

    /// A record that was merged is answered by the one that it was merged into, under that one's id.
    private func standIn(for id: UUID, _ context: StaffContext) async throws -> Response {
        guard let record = try await RecordStore(declared, in: context.scope).successor(of: id) else { throw Failure.notFound }
        return answer(record, headers: [.contentLocation: "/api/v1\(record.path)"]).response
    }

    @Sendable private func update(_ request: Request, _ context: StaffContext) async throws -> Response {
        let (id, version, type) = (try context.id(), try request.expectedVersion(), type(context))
        return try await Idempotency(context: context).once(request) { body, transaction in
            let store = RecordStore(type, in: context.scope)
            return answer(
                try await store.update(id, version: version, in: transaction) { try RecordInput(type: type).fill(&$0, from: body) })
        }
    }

    @Sendable private func delete(_ request: Request, _ context: StaffContext) async throws -> Response {
        let type = type(context)
        let (id, version) = (try context.id(), try request.expectedVersion())
        return try await Idempotency(context: context).once(withoutBody: request) { transaction in
            try await RecordStore(type, in: context.scope).delete(id, version: version, in: transaction)
            return Idempotency.Answer(status: .noContent)
        }
    }

    @Sendable private func restore(_ request: Request, _ context: StaffContext) async throws -> Response {
        let type = type(context)
        let id = try context.id()
        return try await Idempotency(context: context).once(withoutBody: request) { transaction in
            answer(try await RecordStore(type, in: context.scope).restore(id, in: transaction))
        }
    }

    func answer(_ record: Record, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) -> Idempotency.Answer {
        Idempotency.Answer(status: status, headers: headers, version: record.version, capacity: 2_048) { json in
            json.object { json in
                json.field("id", record.id)
                for field in record.type.fields(for: .api) {
                    json.name(dynamic: field.name)
                    record[field.name].write(to: &json)
                }
                json.field("version", record.version)
            }
        }
    }
}
