import Foundation
import Hummingbird
import Platform
import Web

/// The fields that a tenant adds to its records, for programs of its admins.
struct CustomFieldAPI: Sendable {
    let crm: CRM

    func register(on api: Endpoints<StaffContext>) {
        let tag = "Custom fields"
        api.get(
            "/custom_fields", id: "custom_fields_list", summary: "Lists the fields that were added, archived ones too", tag: tag,
            parameters: [.query("record_type", .oneOf(RecordTypes.all.map(\.name)), "Only those of this record type.")],
            responds: .list(Self.schema), failures: [.forbidden], handler: list)
        api.post(
            "/custom_fields", id: "custom_fields_create", summary: "Adds a field", tag: tag, parameters: [.idempotencyKey],
            body: .json(Self.new), responds: .created(Self.schema), failures: [.forbidden], handler: create)
        api.get(
            "/custom_fields/{id}", id: "custom_fields_read", summary: "Reads a field", tag: tag, responds: .one(Self.schema),
            failures: [.forbidden], handler: read)
        api.patch(
            "/custom_fields/{id}", id: "custom_fields_update", summary: "Changes what the body names; name and type stay", tag: tag,
            parameters: [.idempotencyKey], body: .mergePatch(Self.patch), responds: .one(Self.schema), failures: [.forbidden],
            handler: update)
        api.delete(
            "/custom_fields/{id}", id: "custom_fields_archive", summary: "Archives a field; the records keep its values", tag: tag,
            parameters: [.idempotencyKey], responds: .noContent, failures: [.forbidden], handler: archive)
        api.post(
            "/custom_fields/{id}/restoration", id: "custom_fields_restore", summary: "Brings an archived field back", tag: tag,
            parameters: [.idempotencyKey], responds: .one(Self.schema), failures: [.forbidden], handler: restore)
    }

    @Sendable private func list(_ request: Request, _ context: StaffContext) async throws -> Response {
        let type = try APIQuery(request, allowing: ["record_type"]).strict().others.nonEmpty("record_type")
        if let type, RecordTypes.named(type) == nil { throw Self.unknownType }
        let fields = try await CustomFields(in: context.scope).list(of: type)
        return .list(fields) { $0.value($1.json) }
    }

    @Sendable private func read(_ request: Request, _ context: StaffContext) async throws -> Response {
        let field = try await CustomFields(in: context.scope).find(try context.id())
        return .json { $0.value(field.json) }
    }

    @Sendable private func create(_ request: Request, _ context: StaffContext) async throws -> Response {
        try await Idempotency(context: context).once(request) { body, transaction in
            let new = try Self.new(body)
            let field = try await CustomFields(in: context.scope).create(new, in: transaction)
            return Self.answer(field, status: .created, headers: [.location: "/api/v1/custom_fields/\(field.id.text)"])
        }
    }

    @Sendable private func update(_ request: Request, _ context: StaffContext) async throws -> Response {
        let id = try context.id()
        return try await Idempotency(context: context).once(request) { body, transaction in
            let (change, position, indexed) = try JSONInput.read(body) { input in
                (CustomFieldChange(&input), input.number("position"), input.flag("indexed"))
            }
            let fields = CustomFields(in: context.scope)
            var field = try await fields.change(id, in: transaction) { change.apply(to: &$0) }
            if let position { field = try await fields.move(id, to: position, in: transaction) }
            if let indexed { field = try await fields.set(id, indexed: indexed, in: transaction) }
            return Self.answer(field)
        }
    }

    @Sendable private func archive(_ request: Request, _ context: StaffContext) async throws -> Response {
        let id = try context.id()
        return try await Idempotency(context: context).once(withoutBody: request) { transaction in
            _ = try await CustomFields(in: context.scope).set(id, archived: true, in: transaction)
            return Idempotency.Answer(status: .noContent)
        }
    }

    @Sendable private func restore(_ request: Request, _ context: StaffContext) async throws -> Response {
        let id = try context.id()
        return try await Idempotency(context: context).once(withoutBody: request) { transaction in
            Self.answer(try await CustomFields(in: context.scope).set(id, archived: false, in: transaction))
        }
    }

    private static func answer(_ field: CustomField, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) -> Idempotency.Answer {
        Idempotency.Answer(status: status, headers: headers, body: field.json.serialized)
    }

    // MARK: Bodies

    private static func new(_ body: JSONValue) throws -> NewCustomField {
        try JSONInput.read(body) { input in
            let (change, target) = (CustomFieldChange(&input), input.text("target", orNull: true))
            let name = input.text("name", orNull: true).flatMap { $0.isEmpty ? nil : $0 }
            let type = try input.required("record_type", of: RecordTypes.all, as: \.name)
            let kind = try input.required("type", of: CustomFieldKind.allCases, as: \.rawValue)
            var definition = CustomField.Definition(label: "")
            change.apply(to: &definition)
            definition.target = target
            return NewCustomField(recordType: type, kind: kind, name: name, definition: definition)
        }
    }

    private static let unknownType = Failure.invalid(
        "record_type", "unknown", "record_type is one of: \(RecordTypes.all.map(\.name).joined(separator: ", ")).")
}

extension CustomField {
    /// As clients see it.
    var json: JSONValue {
        [
            "id": .string(id.text), "record_type": .string(recordType), "name": .string(name.description),
            "type": .string(kind.rawValue), "label": .string(definition.label), "help": .string(definition.help),
            "section": .string(definition.section), "position": .int(Int64(position)), "required": .bool(definition.isRequired),
            "unique": .bool(definition.isUnique), "default": definition.standard ?? .null,
            "choices": .array(definition.choices.map(\.json)), "target": definition.target.map { .string($0) } ?? .null,
            "indexed": .bool(indexWantedAt != nil), "indexed_at": indexedAt.map { .string(Instant.text($0)) } ?? .null,
            "archived_at": archivedAt.map { .string(Instant.text($0)) } ?? .null,
        ]
    }
}

extension CustomFieldAPI {
    private static let choice = Schema([
        "anyOf": [
            Schema.string.described("The label.").json,
            Schema.object([
                .optional("value", Schema.string.described("What records hold. It stays when the label changes.")),
                .required("label", .string),
                .optional("color", .oneOf(Tone.allCases.map(\.rawValue))),
            ]).json,
        ]
    ])

    private static let changeable: [Schema.Property] = [
        .optional("help", Schema.string.nullable()), .optional("section", Schema.string.nullable()), .optional("required", .boolean),
        .optional("unique", .boolean), .optional("default", Schema.any.described("A value as records have it, or null.")),
        .optional("choices", Schema.array(of: choice).with("maxItems", .int(Int64(CustomField.choiceLimit)))),
    ]

    private static let new = Schema.object(
        [
            .required("record_type", .oneOf(RecordTypes.all.map(\.name))),
            .required("type", .oneOf(CustomFieldKind.allCases.map(\.rawValue))),
            .required("label", Schema.string.example("Size")),
            .optional(
                "name",
                Schema.string.with("pattern", "^[a-z][a-z0-9_]*$").with("maxLength", .int(Int64(CustomName.limit)))
                    .described("The member of `custom`; follows from the label where absent, and never changes.")),
            .optional("target", Schema.oneOf(RecordTypes.all.map(\.name)).described("Where a link to records leads.")),
        ] + changeable)

    private static let patch = Schema.object(
        [
            .optional("label", .string), .optional("position", Schema.integer.described("1 is the first.")),
            .optional(
                "indexed", Schema.boolean.described("Whether an index keeps filters and sorting by it fast; it is built in the background.")
            ),
        ] + changeable)

    private static let schema = Schema.object([
        .required("id", .uuid), .required("record_type", .string), .required("name", .string), .required("type", .string),
        .required("label", .string), .required("help", .string), .required("section", .string), .required("position", .integer),
        .required("required", .boolean), .required("unique", .boolean), .required("default", .any),
        .required(
            "choices",
            .array(of: .object([.required("value", .string), .required("label", .string), .required("color", .string)]))),
        .required("target", Schema.string.nullable()), .required("indexed", .boolean), .required("indexed_at", Schema.instant.nullable()),
        .required("archived_at", Schema.instant.nullable()),
    ])
}
