import Foundation
import HTTPTypes
import Hummingbird
import Platform
import Web

/// What may be the same as a record, and merging, for programs.
struct MergeAPI: Sendable {
    /// As declared; each call is about what its viewer sees of it.
    private let declared: RecordType
    private let crm: CRM

    private static let duplicate = Schema.object([
        .required("id", .uuid), .required("name", .string), .required("score", Schema.integer.range(0...100)),
        .required("exact", .boolean), .required("reasons", .array(of: DuplicateAPI.reason)),
    ])
    private static let body = Schema.object([
        .required("with", Schema.array(of: .uuid).with("minItems", 1).described("The records that go.")),
        .optional(
            "fields", Schema.map(of: .uuid).described("By field, the id of the record whose value stays. Else the newest does.")),
    ])

    init(type: RecordType, crm: CRM) {
        (declared, self.crm) = (type, crm)
    }

    func register(on api: Endpoints<StaffContext>) {
        let (tag, label) = (declared.pluralLabel.description, declared.label.lowercased())
        api.get(
            "\(declared.path)/{id}/duplicates", id: "\(declared.plural)_duplicates", summary: "What may be the same as a \(label)",
            tag: tag, responds: .list(Self.duplicate), handler: duplicates)
        api.post(
            "\(declared.path)/{id}/merge", id: "\(declared.plural)_merge",
            summary: "Makes one of several: what belongs to the others moves, and their ids answer this one", tag: tag,
            parameters: [.idempotencyKey], body: .json(Self.body), responds: .record(.ref(RecordSchema(declared).name)),
            failures: [.forbidden, .conflict], handler: merge)
    }

    @Sendable private func duplicates(_ request: Request, _ context: StaffContext) async throws -> Response {
        let record = try await RecordStore(declared, in: context.scope).find(try context.id())
        let matches = try await LikelyDuplicates(declared, viewer: context.viewer).matches(of: record, in: context.scope)
        return .list(matches) { $0.value($1.json) }
    }

    @Sendable private func merge(_ request: Request, _ context: StaffContext) async throws -> Response {
        let id = try context.id()
        return try await Idempotency(context: context).once(request) { body, transaction in
            let order = try MergeOrder(body)
            let merge = RecordMerge(declared, in: context.scope)
            let record = try await merge.merge(order.others, into: id, keeping: order.choices, in: transaction)
            return RecordAPI(type: declared, crm: crm).answer(
                record, headers: [.mergeID: merge.id.text])
        }
    }
}

/// What a program asks to be merged.
private struct MergeOrder {
    let others: [UUID]
    let choices: [String: UUID]

    init(_ body: JSONValue) throws {
        (others, choices) = try JSONInput.read(body) { input in
            let (others, fields) = (input.ids("with") ?? [], input.object("fields")?.members ?? [])
            guard !others.isEmpty else { throw input.missing("with", "Name other records, each once.") }
            let choices = try fields.reduce(into: [String: UUID]()) { choices, member in
                guard let id = member.value.string.flatMap({ UUID(uuidString: $0) }) else {
                    throw Failure.invalid(
                        "fields[\(member.name)]", "wrong_type", "Name the id of one of the records that are merged.")
                }
                choices[member.name] = id
            }
            return (others, choices)
        }
    }
}

extension HTTPField.Name {
    /// By what a merge can be taken back.
    static let mergeID = HTTPField.Name("Merge-Id")!
}
