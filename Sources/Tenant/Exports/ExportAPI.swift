import Foundation
import HTTPTypes
import Hummingbird
import Platform
import Web

/// The records of one type as files, for programs. The list as CSV stands beside the list itself.
struct RecordExportAPI: Sendable {
    private let declared: RecordType
    private let crm: CRM

    init(type: RecordType, crm: CRM) {
        (declared, self.crm) = (type, crm)
    }

    func register(on api: Endpoints<StaffContext>) {
        let (tag, parameters) = (declared.pluralLabel.description, RecordSchema(declared).narrowing)
        let records = RecordAPI(type: declared, crm: crm)
        for format in ExportFormat.all(for: declared) where format != .csv {
            api.get(
                "\(declared.path).\(format.rawValue)", id: "\(declared.plural)_export_\(format.rawValue)",
                summary: "The whole list as \(format.label)", tag: tag, parameters: parameters, responds: .file(format.bareMediaType)
            ) { try await records.export($0, $1, as: format) }
        }
        guard declared.isOfPeople else { return }
        api.get(
            "\(declared.path)/{id}.vcf", id: "\(declared.plural)_card", summary: "A \(declared.label.lowercased()) as a card", tag: tag,
            responds: .file(ExportFormat.vcf.bareMediaType), failures: [.forbidden]
        ) { _, context in
            try await RecordCard(type: context.viewer.records.refined(declared), scope: context.scope).response(try context.id())
        }
    }
}

/// Exports in the background, for programs.
struct ExportAPI: Sendable {
    let crm: CRM

    private static let schema = Schema.object([
        .required("id", .uuid), .required("record_type", .string), .required("format", .oneOf(ExportFormat.allCases.map(\.rawValue))),
        .required("query", .string), .required("state", .oneOf(Export.State.allCases.map(\.rawValue))),
        .required("total", .integer), .required("written", .integer),
        .required("file_url", Schema.string.nullable().described("Good for a quarter of an hour, without a token.")),
        .required("error", Schema.string.nullable()), .required("created_at", .instant),
        .required("finished_at", Schema.instant.nullable()), .required("expires_at", .instant),
    ])

    private static let new = Schema.object([
        .required("record_type", .oneOf(RecordTypes.all.map(\.name))), .required("format", .oneOf(ExportFormat.allCases.map(\.rawValue))),
        .optional(
            "query",
            Schema.string.described("The list's own parameters.").example("filter[lifecycle_stage][eq]=customer&sort=last_name")),
    ])

    func register(on api: Endpoints<StaffContext>) {
        api.get(
            "/exports", id: "exports_list", summary: "Your exports, the latest first", tag: "Exports", responds: .list(Self.schema),
            handler: list)
        api.post(
            "/exports", id: "exports_create", summary: "Writes the records of a list into a file", tag: "Exports", body: .json(Self.new),
            responds: .accepted(Self.schema), failures: [.forbidden, .init(code: 402)], handler: create)
        api.get(
            "/exports/{id}", id: "exports_read", summary: "How an export stands", tag: "Exports", responds: .one(Self.schema), handler: read
        )
        api.post(
            "/exports/{id}/repetition", id: "exports_repeat", summary: "Writes anew what could not be written", tag: "Exports",
            responds: .accepted(Self.schema), failures: [.forbidden, .init(code: 402), .conflict], handler: again)
        api.get(
            "/exports/{id}/file", id: "exports_file", summary: "The file of a finished export", tag: "Exports",
            responds: .file("application/octet-stream"), handler: file)
    }

    @Sendable private func list(_ request: Request, _ context: StaffContext) async throws -> Response {
        _ = try APIQuery(request)
        let exports = try await Exports(scope: context.scope).list(limit: 200)
        return .list(exports) { write($1, context, to: &$0) }
    }

    @Sendable private func create(_ request: Request, _ context: StaffContext) async throws -> Response {
        let (type, format, query) = try JSONInput.read(await request.json()) { input in
            (
                try input.required("record_type", of: context.viewer.records.all, as: \.name),
                try input.required("format", of: ExportFormat.allCases, as: \.rawValue), input.text("query") ?? ""
            )
        }
        let exports = Exports(scope: context.scope)
        let export = try await exports.find(try await exports.begin(type, format, parameters: query))
        return answer(export, context, status: .accepted, headers: [.location: "/api/v1\(export.path)"])
    }

    @Sendable private func read(_ request: Request, _ context: StaffContext) async throws -> Response {
        answer(try await Exports(scope: context.scope).find(try context.id()), context)
    }

    @Sendable private func again(_ request: Request, _ context: StaffContext) async throws -> Response {
        let export = try await Exports(scope: context.scope).again(try context.id())
        return answer(export, context, status: .accepted, headers: [.location: "/api/v1\(export.path)"])
    }

    @Sendable private func file(_ request: Request, _ context: StaffContext) async throws -> Response {
        try await Exports(scope: context.scope).file(try context.id())
    }

    private func answer(
        _ export: Export, _ context: StaffContext, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
    ) -> Response {
        .json(status: status, headers: headers) { write(export, context, to: &$0) }
    }

    private func write(_ export: Export, _ context: StaffContext, to json: inout JSONWriter) {
        json.object { json in
            json.field("id", export.id)
            json.field("record_type", export.type.name)
            json.field("format", export.format.rawValue)
            json.field("query", export.parameters)
            json.field("state", export.state.rawValue)
            json.field("total", export.total)
            json.field("written", export.written)
            json.field("file_url", ExportLinks(crm).link(to: export, at: context.scope.now))
            json.field("error", export.error)
            json.field("created_at", export.createdAt)
            json.field("finished_at", export.finishedAt)
            json.field("expires_at", export.expiresAt)
        }
    }
}
