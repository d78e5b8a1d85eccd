import Foundation
import HTTPTypes
import Hummingbird
import Platform
import Postgres
import Web

/// The JSON endpoints of one record type.
struct RecordAPI: Sendable {
    let type: RecordType
    let crm: CRM

    func register(on api: Endpoints<StaffContext>) {
        let (path, tag, name) = (type.path, type.pluralLabel, RecordSchema(type).name)
        let conditional = EndpointDescription.Parameter.header("If-Match", .string, "Only if the record still has this ETag.")
        let once = EndpointDescription.Parameter.header("Idempotency-Key", .string, "The first answer is repeated for a day.")
        api.get(
            path, id: "\(type.plural)_list", summary: "Lists \(type.pluralLabel.lowercased())", tag: tag, parameters: .list,
            responds: .list(.ref(name)), handler: list)
        api.get(
            "\(path).csv", id: "\(type.plural)_export", summary: "The same list as a file", tag: tag, responds: .csv,
            failures: [.forbidden], handler: export)
        api.post(
            path, id: "\(type.plural)_create", summary: "Adds a \(type.label.lowercased())", tag: tag, parameters: [once],
            body: .json(.ref("New\(name)")), responds: .created(.ref(name)), failures: [.forbidden], handler: create)
        api.get(
            "\(path)/{id}", id: "\(type.plural)_read", summary: "Reads a \(type.label.lowercased())", tag: tag, responds: .one(.ref(name)),
            handler: read)
        api.patch(
            "\(path)/{id}", id: "\(type.plural)_update", summary: "Changes the fields that the body names", tag: tag,
            parameters: [conditional],
            body: .mergePatch(.ref("\(name)Patch")), responds: .one(.ref(name)), failures: [.forbidden, .preconditionFailed],
            handler: update)
        api.delete(
            "\(path)/{id}", id: "\(type.plural)_delete", summary: "Moves a \(type.label.lowercased()) to the trash", tag: tag,
            parameters: [conditional], responds: .noContent, failures: [.forbidden, .preconditionFailed], handler: delete)
        api.post(
            "\(path)/{id}/restoration", id: "\(type.plural)_restore", summary: "Brings a \(type.label.lowercased()) back from the trash",
            tag: tag,
            responds: .one(.ref(name)), failures: [.forbidden], handler: restore)
    }

    @Sendable private func list(_ request: Request, _ context: StaffContext) async throws -> Response {
        let parameters = try APIQuery(request)
        let query = try query(parameters, context)
        let list = try await RecordList.load(
            query, cursor: parameters.cursor, counting: parameters.wantsTotal, cursors: crm.cursors, in: context.scope)
        let writer = RecordJSON(fields: query.fields, including: parameters.include)
        return try .json(headers: [.cacheControl: "private, no-store"], capacity: 32_768) { json in
            try json.object { json in
                try json.field("data") { json in
                    try json.array { json in for row in list.rows { try writer.write(row, to: &json) } }
                }
                json.field("next_cursor", list.nextCursor)
                if let total = list.total {
                    json.field("total", total.count)
                    if total.isEstimate { json.field("total_is_estimate", true) }
                }
            }
        }
    }

    private func query(_ parameters: APIQuery, _ context: StaffContext) throws -> RecordQuery {
        let parser = FilterParser(type)
        let filters = [try parser.parse(parameters.filters), try parameters.filterTree.map { try parser.parse($0) }].compactMap { $0 }
        var query = RecordQuery(type, viewer: context.viewer, fields: try fields(parameters))
        query.filter = .together(filters)
        query.search = folded(parameters.search ?? "")
        query.sort = try SortKey.parse(parameters.sort, for: type)
        query.limit = parameters.limit
        return query
    }

    private func fields(_ parameters: APIQuery) throws -> [Field] {
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
        var query = try query(try APIQuery(request), context)
        query.fields = type.fields(for: .export)
        query.action = .export
        return try await RecordExport(query: query, scope: context.scope).response()
    }

    @Sendable private func create(_ request: Request, _ context: StaffContext) async throws -> Response {
        try await Idempotency(context: context).once(request) { body in
            var draft = Draft(new: type, id: .v7())
            try RecordInput(type: type).fill(&draft, from: body)
            let record = try await RecordStore(type, in: context.scope).create(draft)
            let headers: HTTPFields = [.location: "/api/v1\(record.path)", .eTag: ETag(version: record.version).description]
            return Idempotency.Answer(status: .created, headers: headers, body: json(record))
        }
    }

    @Sendable private func read(_ request: Request, _ context: StaffContext) async throws -> Response {
        let query = RecordQuery(type, viewer: context.viewer)
        guard let row = try await context.scope.database.read(query.one(try context.id())).first else { throw Failure.notFound }
        return try .versioned(ETag(version: try row[1].decode(Int.self)), for: request) { json in
            try RecordJSON(fields: query.fields).write(row, to: &json)
        }
    }

    @Sendable private func update(_ request: Request, _ context: StaffContext) async throws -> Response {
        let (id, version, body) = (try context.id(), try request.expectedVersion(), try await request.json())
        let type = type
        return try await answer {
            try await RecordStore(type, in: context.scope).update(id, version: version) {
                try RecordInput(type: type).fill(&$0, from: body)
            }
        }
    }

    @Sendable private func delete(_ request: Request, _ context: StaffContext) async throws -> Response {
        do {
            try await RecordStore(type, in: context.scope).delete(try context.id(), version: try request.expectedVersion())
            return .noContent
        } catch is StaleRecord {
            throw Failure.preconditionFailed
        }
    }

    @Sendable private func restore(_ request: Request, _ context: StaffContext) async throws -> Response {
        let id = try context.id()
        return try await answer { try await RecordStore(type, in: context.scope).restore(id) }
    }

    private func answer(_ change: () async throws -> Record) async throws -> Response {
        do {
            let record = try await change()
            return .json(json(record), headers: [.eTag: ETag(version: record.version).description])
        } catch is StaleRecord {
            throw Failure.preconditionFailed
        }
    }

    private func json(_ record: Record) -> [UInt8] {
        JSONWriter.bytes(capacity: 2_048) { json in
            json.object { json in
                json.field("id", record.id)
                for field in type.fields(for: .api) {
                    json.name(dynamic: field.name)
                    record[field.name].write(to: &json)
                }
                json.field("version", record.version)
            }
        }
    }
}
