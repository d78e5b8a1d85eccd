import Foundation
import HTTPTypes
import Hummingbird
import Platform
import Web

/// The work list, scans and reversals for programs.
struct DuplicateAPI: Sendable {
    let crm: CRM

    private static let tag = "Duplicates"
    static let reason = Schema.object([
        .required("trait", .oneOf(DuplicateTrait.Kind.names)), .required("similarity", Schema.number.described("0 to 1.")),
        .required("points", Schema.integer.described("What it adds to the score; below 0 it speaks against.")), .required("says", .string),
    ])
    private static let pair = Schema.object([
        .required("id", .uuid), .required("record_type", .string), .required("score", Schema.integer.range(0...100)),
        .required("records", .array(of: .object([.required("id", .uuid), .required("name", .string)]))),
        .required("reasons", .array(of: reason)),
    ])
    private static let scan = Schema.object([
        .required("id", .uuid), .required("record_type", .string), .required("state", .oneOf(["running", "done", "failed"])),
        .required("records", Schema.integer.nullable().described("Null, as all numbers, for whoever does not see all records.")),
        .required("compared", Schema.integer.nullable()), .required("found", Schema.integer.nullable()),
        .required("progress", Schema.number.nullable().described("0 to 1.")), .required("created_at", .instant),
        .required("finished_at", Schema.instant.nullable()), .required("error", Schema.string.nullable()),
    ])
    private static let outcome = Schema.object([
        .required("id", Schema.uuid.described("The record that had stayed.")), .required("restored", .array(of: .uuid)),
        .required("kept", Schema.array(of: .string).described("Fields that have been changed since and stay as they are.")),
    ])

    private var types: [String] { RecordTypes.all.filter { $0.duplicates != nil }.map(\.name) }

    func register(on api: Endpoints<StaffContext>) {
        let type = EndpointDescription.Parameter.query(
            "record_type", .oneOf(types).with("default", .string(types.first ?? "")), "Of which records.")
        api.get(
            "/duplicates", id: "duplicates_list", summary: "Pairs that a scan has found, the likeliest first", tag: Self.tag,
            parameters: [
                type, .query("limit", .integer.range(1...200).with("default", 25), "How many pairs at most."),
                .query("cursor", .string, "Where to go on: `next_cursor` of the answer before."),
            ], responds: .list(Self.pair), handler: list)
        api.post(
            "/duplicates/{id}/dismissal", id: "duplicates_dismiss", summary: "Two records are not the same, for ever", tag: Self.tag,
            parameters: [.idempotencyKey], responds: .noContent, handler: dismiss)
        api.post(
            "/duplicates/scans", id: "duplicates_scan", summary: "Looks through all records of a type", tag: Self.tag,
            body: .json(.object([.required("record_type", .oneOf(types))])), responds: .accepted(Self.scan), failures: [.forbidden],
            handler: start)
        api.get(
            "/duplicates/scans/{id}", id: "duplicates_scan_read", summary: "How a scan stands", tag: Self.tag,
            responds: .one(Self.scan), handler: read)
        api.post(
            "/merges/{id}/reversal", id: "merges_reverse", summary: "Takes merged records apart again", tag: Self.tag,
            parameters: [.idempotencyKey], responds: .one(Self.outcome), failures: [.forbidden, .conflict], handler: reverse)
    }

    private func type(named name: String?, _ context: StaffContext) throws -> RecordType {
        guard let type = context.viewer.records.named(name ?? types.first ?? ""), type.duplicates != nil else {
            throw Failure.invalid("record_type", "unknown", "record_type is one of: \(types.joined(separator: ", ")).")
        }
        return type
    }

    @Sendable private func list(_ request: Request, _ context: StaffContext) async throws -> Response {
        let query = try APIQuery(request, allowing: ["record_type"])
        let type = try type(named: query.others.nonEmpty("record_type"), context)
        let page = try await DuplicatePairs(type, in: context.scope).page(
            cursor: query.cursor, limit: query.limit, cursors: crm.cursors)
        return .list(page.pairs, next: page.nextCursor) { $0.value($1.json(type)) }
    }

    @Sendable private func dismiss(_ request: Request, _ context: StaffContext) async throws -> Response {
        let id = try context.id()
        return try await Idempotency(context: context).once(withoutBody: request) { transaction in
            try await DuplicatePairs.dismiss(id, in: context.scope, transaction)
            return Idempotency.Answer(status: .noContent)
        }
    }

    @Sendable private func start(_ request: Request, _ context: StaffContext) async throws -> Response {
        let known = context.viewer.records.all.filter { $0.duplicates != nil }
        let type = try JSONInput.read(await request.json()) { try $0.required("record_type", of: known, as: \.name) }
        let scan = try await DuplicateScans(scope: context.scope).start(type)
        return .json(
            bytes(scan, for: context.viewer), status: .accepted, headers: [.location: "/api/v1/duplicates/scans/\(scan.id.text)"])
    }

    @Sendable private func read(_ request: Request, _ context: StaffContext) async throws -> Response {
        .json(bytes(try await DuplicateScans(scope: context.scope).find(try context.id()), for: context.viewer))
    }

    private func bytes(_ scan: DuplicateScan, for viewer: Viewer) -> [UInt8] {
        let isCounted = scan.isCounted(for: viewer)
        return JSONWriter.bytes { json in
            json.object { json in
                json.field("id", scan.id)
                json.field("record_type", scan.typeName)
                json.field("state", scan.isRunning ? "running" : scan.error == nil ? "done" : "failed")
                json.field("records", isCounted ? scan.records : nil)
                json.field("compared", isCounted ? scan.compared : nil)
                json.field("found", isCounted ? scan.found : nil)
                json.field("progress", scan.fraction)
                json.field("created_at", scan.createdAt)
                json.field("finished_at", scan.finishedAt)
                json.field("error", scan.error)
            }
        }
    }

    @Sendable private func reverse(_ request: Request, _ context: StaffContext) async throws -> Response {
        let id = try context.id()
        return try await Idempotency(context: context).once(withoutBody: request) { transaction in
            let outcome = try await RecordUnmerge(id, in: context.scope).reverse(in: transaction)
            return Idempotency.Answer { json in
                json.object { json in
                    json.field("id", outcome.winner.id)
                    json.field("restored") { json in json.array(outcome.restored) { $0.value($1) } }
                    json.field("kept") { json in json.array(outcome.kept) { $0.value($1.name) } }
                }
            }
        }
    }
}

extension DuplicatePairs.Pair {
    func json(_ type: RecordType) -> JSONValue {
        .object([
            "id": .string(id.text), "record_type": .string(type.name), "score": .int(Int64(match.score)),
            "records": .array(
                records.map { .object(["id": .string($0.id.text), "name": .string($0.title)]) }),
            "reasons": .array(match.findings.map(\.json)),
        ])
    }
}
