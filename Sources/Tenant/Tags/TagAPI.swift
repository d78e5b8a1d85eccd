import Foundation
import HTTPTypes
import Hummingbird
import Platform
import Postgres
import Web

/// Tags for programs.
struct TagAPI: Sendable {
    let crm: CRM

    private static let name = Schema.string.length(1...Tag.nameLimit).example("newsletter")
    private static let color = Schema.oneOf(TagColor.allCases.map(\.rawValue)).nullable()
    private static let schema = Schema.object([
        .required("id", .uuid), .required("name", name), .required("color", color), .required("created_at", .instant),
    ])

    func register(on api: Endpoints<StaffContext>) {
        api.get("/tags", id: "tags_list", summary: "Lists all tags", tag: "Tags", responds: .list(Self.schema), handler: list)
        api.post(
            "/tags", id: "tags_create", summary: "Adds a tag", tag: "Tags", parameters: [.idempotencyKey],
            body: .json(.object([.required("name", Self.name), .optional("color", Self.color)])), responds: .created(Self.schema),
            failures: [.forbidden], handler: create)
        api.get("/tags/{id}", id: "tags_read", summary: "Reads a tag", tag: "Tags", responds: .one(Self.schema), handler: read)
        api.patch(
            "/tags/{id}", id: "tags_update", summary: "Renames a tag on every record, or colours it", tag: "Tags",
            parameters: [.idempotencyKey],
            body: .mergePatch(.object([.optional("name", Self.name), .optional("color", Self.color)])), responds: .one(Self.schema),
            failures: [.forbidden], handler: update)
        api.post(
            "/tags/{id}/merge", id: "tags_merge", summary: "Gives every record that has the tag another one instead", tag: "Tags",
            parameters: [.idempotencyKey], body: .json(.object([.required("into", .uuid)])), responds: .one(Self.schema),
            failures: [.forbidden], handler: merge)
        api.delete(
            "/tags/{id}", id: "tags_delete", summary: "Takes a tag from every record", tag: "Tags", parameters: [.idempotencyKey],
            responds: .noContent, failures: [.forbidden], handler: delete)
    }

    @Sendable private func list(_ request: Request, _ context: StaffContext) async throws -> Response {
        let tags = try await Tags(scope: context.scope).list()
        return .list(tags) { Self.write($1, to: &$0) }
    }

    @Sendable private func read(_ request: Request, _ context: StaffContext) async throws -> Response {
        let tag = try await Tags(scope: context.scope).find(try context.id())
        return .json(JSONWriter.bytes { Self.write(tag, to: &$0) })
    }

    @Sendable private func create(_ request: Request, _ context: StaffContext) async throws -> Response {
        try await Idempotency(context: context).once(request) { body, transaction in
            let (name, color) = try JSONInput.read(body) { ($0.text("name") ?? "", Self.color(in: &$0)) }
            let tag = try await Tags(scope: context.scope).add(name: name, color: color, in: transaction)
            return Self.answer(tag, status: .created, headers: [.location: "/api/v1/tags/\(tag.id.text)"])
        }
    }

    @Sendable private func update(_ request: Request, _ context: StaffContext) async throws -> Response {
        let (tags, id) = (Tags(scope: context.scope), try context.id())
        let tag = try await tags.find(id)
        return try await Idempotency(context: context).once(request) { body, transaction in
            let (name, color) = try JSONInput.read(body) { input in
                (input.text("name") ?? tag.name, input.names("color") ? Self.color(in: &input) : tag.color)
            }
            return Self.answer(try await tags.change(id, name: name, color: color, in: transaction))
        }
    }

    @Sendable private func merge(_ request: Request, _ context: StaffContext) async throws -> Response {
        let (tags, id) = (Tags(scope: context.scope), try context.id())
        return try await Idempotency(context: context).once(request) { body, transaction in
            let target = try JSONInput.read(body) { input in
                guard let id = input.id("into") else { throw input.missing("into", "Choose another tag.") }
                return id
            }
            try await tags.delete(id, mergingInto: target, in: transaction)
            guard let tag = try await transaction.query(TagQueries.find(target)).decode(Tag.self).first else { throw Failure.notFound }
            return Self.answer(tag)
        }
    }

    @Sendable private func delete(_ request: Request, _ context: StaffContext) async throws -> Response {
        let id = try context.id()
        return try await Idempotency(context: context).once(withoutBody: request) { transaction in
            try await Tags(scope: context.scope).delete(id, in: transaction)
            return Idempotency.Answer(status: .noContent)
        }
    }

    private static func color(in input: inout JSONInput) -> TagColor? {
        input.choice("color", of: TagColor.allCases, as: \.rawValue, orNull: true)
    }

    private static func answer(_ tag: Tag, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) -> Idempotency.Answer {
        Idempotency.Answer(status: status, headers: headers) { write(tag, to: &$0) }
    }

    private static func write(_ tag: Tag, to json: inout JSONWriter) {
        json.object { json in
            json.field("id", tag.id)
            json.field("name", tag.name)
            json.field("color", tag.color?.rawValue)
            json.field("created_at", tag.createdAt)
        }
    }
}
