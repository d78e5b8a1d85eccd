import Foundation
import HTTPTypes
import Hummingbird
import Platform
import Web

/// Imports for programs: one call with the file, then its progress.
struct ImportAPI: Sendable {
    let crm: CRM

    private static let schema = Schema.object([
        .required("id", .uuid), .required("record_type", .string), .required("file_name", .string),
        .required(
            "state",
            .oneOf(
                ["mapping", "checking", "checked", "running", "done", "failed"])),
        .required("mode", .oneOf(Import.Mode.allCases.map(\.rawValue))), .required("mapping", .map(of: .string)),
        .required("ignored_columns", .array(of: .string)),
        .required("counts", .object(["created", "updated", "unchanged", "rejected", "linked"].map { .required($0, .integer) })),
        .required("rows_per_second", Schema.integer.nullable()), .required("error", Schema.string.nullable()),
    ])

    func register(on api: Endpoints<StaffContext>) {
        let body = Schema.object([
            .required("file", .file), .required("record_type", .oneOf(RecordTypes.all.map(\.name))),
            .optional("mode", .oneOf(Import.Mode.allCases.map(\.rawValue))), .optional("match_on", .string),
            .optional("mapping", Schema.string.described("JSON object from column name to field; guessed where absent.")),
            .optional("dry_run", .boolean),
        ])
        api.post(
            "/imports", id: "imports_create", summary: "Takes in a CSV file", tag: "Imports", body: .multipart(body),
            responds: .accepted(Self.schema), failures: [.forbidden, .contentTooLarge], handler: create)
        api.get(
            "/imports/{id}", id: "imports_read", summary: "How an import stands", tag: "Imports", responds: .one(Self.schema), handler: read
        )
        api.get(
            "/imports/{id}/rejects.csv", id: "imports_rejects", summary: "Rejected rows with reasons", tag: "Imports", responds: .csv,
            handler: rejects)
    }

    @Sendable private func create(_ request: Request, _ context: StaffContext) async throws -> Response {
        let form = try await request.multipart(limits: ImportLimits.upload)
        guard let type = RecordTypes.named(form.fields.string("record_type")) else {
            throw Failure.invalid(
                "record_type", "unknown", "record_type is one of: \(RecordTypes.all.map(\.name).joined(separator: ", ")).")
        }
        guard let file = form.file("file") else { throw Failure.invalid("file", "required", "Send the file as a part named file.") }
        let new = try await NewImport(file, type: type, files: context.scope.files)
        let imports = Imports(scope: context.scope)
        let mapping = try mapping(form.fields.nonEmpty("mapping"), header: new.header) ?? new.mapping
        let mode = try mode(form.fields.nonEmpty("mode"))
        let id = try await imports.add(new)
        try await imports.configure(id, mapping: mapping, mode: mode, matchOn: form.fields.nonEmpty("match_on") ?? new.matchOn)
        try await imports.begin(id, form.fields.bool("dry_run") ? .checking : .running)
        let source = try await imports.find(id)
        return .json(bytes(source, context), status: .accepted, headers: [.location: "/api/v1\(source.path)"])
    }

    private func mode(_ text: String?) throws -> Import.Mode {
        guard let text else { return .create }
        guard let mode = Import.Mode(rawValue: text) else { throw Failure.invalid("mode", "unknown", "mode is create, update or upsert.") }
        return mode
    }

    /// `{"Column name":"field"}`
    private func mapping(_ text: String?, header: [String]) throws -> [Int: String]? {
        guard let text else { return nil }
        guard let object = (try? JSONValue(parsing: text))?.object else {
            throw Failure.invalid("mapping", "malformed", "mapping is a JSON object.")
        }
        var mapping: [Int: String] = [:]
        for member in object.members {
            guard let index = header.firstIndex(of: member.name), let field = member.value.string else {
                throw Failure.invalid("mapping", "unknown_column", "The file has no column \"\(member.name)\".")
            }
            mapping[index] = field
        }
        return mapping
    }

    @Sendable private func read(_ request: Request, _ context: StaffContext) async throws -> Response {
        .json(bytes(try await Imports(scope: context.scope).find(try context.id()), context))
    }

    @Sendable private func rejects(_ request: Request, _ context: StaffContext) async throws -> Response {
        let source = try await Imports(scope: context.scope).find(try context.id())
        return .csvStream(filename: "rejects.csv", ImportRejects(source: source, scope: context.scope))
    }

    private func bytes(_ source: Import, _ context: StaffContext) -> [UInt8] {
        JSONWriter.bytes { json in
            json.object { json in
                json.field("id", source.id)
                json.field("record_type", source.type.name)
                json.field("file_name", source.fileName)
                json.field("state", source.state.rawValue)
                json.field("mode", source.mode.rawValue)
                json.field("mapping") { json in
                    json.object { json in
                        for (index, field) in source.mapping.sorted(by: { $0.key < $1.key }) {
                            json.name(dynamic: source.header[index])
                            json.value(field)
                        }
                    }
                }
                json.field("ignored_columns") { json in json.array(source.ignoredColumns) { $0.value($1.description) } }
                json.field("counts") { write(source.counts, to: &$0) }
                json.field("rows_per_second", rate(source, now: context.scope.now))
                json.field("error", source.error)
            }
        }
    }

    private func write(_ counts: Import.Counts, to json: inout JSONWriter) {
        json.object { json in
            json.field("created", counts.created)
            json.field("updated", counts.updated)
            json.field("unchanged", counts.unchanged)
            json.field("rejected", counts.rejected)
            json.field("linked", counts.linked)
        }
    }

    private func rate(_ source: Import, now: Date) -> Int? {
        guard let startedAt = source.startedAt else { return nil }
        return Int(Double(source.counts.rows) / max((source.finishedAt ?? now).timeIntervalSince(startedAt), 0.001))
    }
}
