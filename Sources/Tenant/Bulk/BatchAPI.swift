import Foundation
import HTTPTypes
import Hummingbird
import Platform
import Web

/// Batches for programs: how one stands, and taking it back.
struct BatchAPI: Sendable {
    let crm: CRM

    static let schema = Schema.object([
        .required("id", .uuid), .required("record_type", .string),
        .required("action", .oneOf(BulkChange.names + ["revert", "revert_event"])),
        .required("state", .oneOf(Batch.State.allCases.map(\.rawValue))), .required("total", .integer),
        .required("counts", .object(["changed", "unchanged", "skipped"].map { .required($0, .integer) })),
        .required(
            "skipped",
            Schema.array(
                of: .object([
                    .required("record_type", .string), .required("record_id", .uuid), .required("field", Schema.string.nullable()),
                    .required("reason", .string),
                ])
            ).described("The first 100 of what was left as it was, with the reason.")),
        .required("reverts", Schema.uuid.nullable().described("The batch that this one takes back.")),
        .required("reverted_by", Schema.uuid.nullable()), .required("error", Schema.string.nullable()), .required("created_by", .uuid),
        .required("created_at", .instant), .required("finished_at", Schema.instant.nullable()),
    ])

    func register(on api: Endpoints<StaffContext>) {
        api.get(
            "/batches/{id}", id: "batches_read", summary: "How a change of many records stands", tag: "Batches",
            responds: .one(Self.schema),
            handler: read)
        api.post(
            "/batches/{id}/continuation", id: "batches_continue", summary: "Takes up a batch that has failed", tag: "Batches",
            responds: .accepted(Self.schema), failures: [.conflict], handler: goOn)
        api.post(
            "/batches/{id}/reversal", id: "batches_revert", summary: "Takes back everything that a batch, or an import, has done",
            tag: "Batches", parameters: [.idempotencyKey], responds: .accepted(Self.schema), failures: [.conflict], handler: revert)
    }

    @Sendable private func goOn(_ request: Request, _ context: StaffContext) async throws -> Response {
        let batch = try await Batches(scope: context.scope).goOn(try context.id())
        return .json(Self.bytes(batch, []), status: .accepted, headers: [.location: "/api/v1\(batch.path)"])
    }

    @Sendable private func read(_ request: Request, _ context: StaffContext) async throws -> Response {
        let batch = try await Batches(scope: context.scope).find(try context.id())
        let skips = try await context.scope.database.read(BatchQueries.skips(of: batch.id, after: nil, limit: BatchPage.skipLimit))
            .decode(BatchSkip.self)
        return .json(Self.bytes(batch, skips))
    }

    @Sendable private func revert(_ request: Request, _ context: StaffContext) async throws -> Response {
        let id = try context.id()
        return try await Idempotency(context: context).once(withoutBody: request) { transaction in
            try await Self.accepted(try await Reversals(scope: context.scope).begin(of: id, in: transaction), in: transaction)
        }
    }

    /// The answer to whatever begins a batch.
    static func accepted(_ batch: Batch, in transaction: TenantTransaction) async throws -> Idempotency.Answer {
        let skips = try await transaction.query(BatchQueries.skips(of: batch.id, after: nil, limit: BatchPage.skipLimit))
            .decode(BatchSkip.self)
        return Idempotency.Answer(status: .accepted, headers: [.location: "/api/v1\(batch.path)"], body: bytes(batch, skips))
    }

    private static func bytes(_ batch: Batch, _ skips: [BatchSkip]) -> [UInt8] {
        JSONWriter.bytes { json in
            json.object { json in
                json.field("id", batch.id)
                json.field("record_type", batch.recordType)
                json.field("action", batch.change.name)
                json.field("state", batch.state.rawValue)
                json.field("total", batch.total)
                json.field("counts") { json in
                    json.object { json in
                        json.field("changed", batch.counts.changed)
                        json.field("unchanged", batch.counts.unchanged)
                        json.field("skipped", batch.counts.skipped)
                    }
                }
                json.field("skipped") { json in json.array(skips) { write($1, to: &$0) } }
                json.field("reverts", batch.reverts)
                json.field("reverted_by", batch.revertedBy)
                json.field("error", batch.error)
                json.field("created_by", batch.createdBy)
                json.field("created_at", batch.createdAt)
                json.field("finished_at", batch.finishedAt)
            }
        }
    }

    private static func write(_ skip: BatchSkip, to json: inout JSONWriter) {
        json.object { json in
            json.field("record_type", skip.recordType)
            json.field("record_id", skip.recordID)
            json.field("field", skip.field.isEmpty ? nil : skip.field)
            json.field("reason", skip.reason)
        }
    }
}

/// Changing many records of one type by one call.
struct BulkAPI: Sendable {
    private let declared: RecordType

    init(type: RecordType) {
        declared = type
    }

    func register(on api: Endpoints<StaffContext>) {
        let schema = RecordSchema(declared)
        let body = Schema.object([
            .required("action", .oneOf(BulkChange.names)),
            .optional("values", Schema.ref("\(schema.name)Patch").described("For `edit`: the fields and what they become.")),
            .optional("add", Schema.array(of: .string).described("For `tags`.")), .optional("remove", .array(of: .string)),
            .optional("ids", Schema.array(of: .uuid).with("maxItems", .int(Int64(BulkSelection.idLimit)))),
            .optional("filter", .ref(schema.nameOfFilter)), .optional("q", .string),
            .optional("all", Schema.boolean.described("Every record that you see; otherwise `ids`, `filter` or `q` says which.")),
        ])
        api.post(
            "\(declared.path)/batches", id: "\(declared.plural)_batch",
            summary: "Changes many \(declared.pluralLabel.lowercased()) at once",
            tag: declared.pluralLabel.description, parameters: [.idempotencyKey], body: .json(body), responds: .accepted(BatchAPI.schema),
            failures: [.forbidden], handler: create)
    }

    @Sendable private func create(_ request: Request, _ context: StaffContext) async throws -> Response {
        let type = context.viewer.records.refined(declared)
        return try await Idempotency(context: context).once(request) { body, transaction in
            let (change, records) = try JSONInput.read(body) { input in
                (try BulkChange(&input), try selection(&input, type, context))
            }
            return try await BatchAPI.accepted(
                try await Batches(scope: context.scope).begin(change, of: type, records, in: transaction), in: transaction)
        }
    }

    private func selection(_ input: inout JSONInput, _ type: RecordType, _ context: StaffContext) throws -> BulkSelection {
        let given = ["ids", "filter", "q", "all"].filter { input.names($0) }
        guard !given.isEmpty, !given.contains("ids") || given.count == 1 else {
            throw input.missing("ids", "Say which records by ids, or by filter, q or all.")
        }
        if let ids = input.ids("ids") {
            guard (1...BulkSelection.idLimit).contains(ids.count) else {
                throw Failure.invalid("ids", "invalid", "ids is a list of 1 to \(BulkSelection.idLimit) ids.")
            }
            return .ids(Array(Set(ids)))
        }
        var query = RecordQuery(type, viewer: context.viewer, fields: [])
        let filter = try input.value("filter") { $0 }.map { try FilterParser(type, for: context.viewer).parse($0) }
        query.narrow(to: filter, at: context.scope.now)
        query.search = folded(input.text("q") ?? "")
        let all = input.flag("all")
        if all == false { throw Failure.invalid("all", "wrong_type", "all is true, or not there.") }
        guard filter != nil || !query.search.isEmpty || all != nil else {
            throw input.missing("q", "Say which records by ids, or by filter, q or all.")
        }
        return .matching(query)
    }
}
