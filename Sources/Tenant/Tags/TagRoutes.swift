import Foundation
import HTTPTypes
import Hummingbird
import Platform
import Postgres
import Web

/// The settings of tags.
struct TagRoutes: Sendable {
    let crm: CRM

    func register(on pages: Endpoints<StaffContext>) {
        pages.page(.get, "/settings/tags", handler: list)
        pages.page(.post, "/settings/tags", handler: add)
        pages.page(.get, "/settings/tags/{id}", handler: edit)
        pages.page(.post, "/settings/tags/{id}", handler: save)
        pages.page(.post, "/settings/tags/{id}/merge", handler: merge)
        pages.page(.post, "/settings/tags/{id}/deletion", handler: delete)
    }

    private func pages(_ context: StaffContext) -> TagPages {
        TagPages(csrf: crm.csrf.token(for: context), texts: context.texts)
    }

    @Sendable private func list(_ request: Request, _ context: StaffContext) async throws -> Response {
        try await list(request, context, typed: nil, errors: [])
    }

    private func list(_ request: Request, _ context: StaffContext, typed: FormData?, errors: [FieldError]) async throws -> Response {
        try context.requireAdmin()
        let search = try request.query().string("q")
        let query = TagQueries.page(holding: search, limit: TagPages.limit + 1, Tags.types.map(\.table), upTo: TagPages.enough)
        let tags = try await context.scope.database.read(query).decode(UsedTag.self)
        let page = pages(context).list(tags, search: search, typed: typed, errors: errors)
        return crm.page(
            request, context, title: context.texts("Tags"), crumbs: [Crumb(context.texts("Settings"), href: "/settings")],
            status: errors.isEmpty ? .ok : .unprocessableContent, content: page)
    }

    @Sendable private func add(_ request: Request, _ context: StaffContext) async throws -> Response {
        let typed = try await request.form()
        do {
            let tag = try await context.scope.database.transaction {
                try await Tags(scope: context.scope).add(
                    name: typed.string("name"), color: TagColor(rawValue: typed.string("color")), in: $0)
            }
            return crm.redirect(context, to: "/settings/tags", saying: "\(tag.name) was added.")
        } catch Failure.invalid(let errors) {
            return try await list(request, context, typed: typed, errors: errors)
        }
    }

    @Sendable private func edit(_ request: Request, _ context: StaffContext) async throws -> Response {
        try await edit(request, context, typed: nil, errors: [])
    }

    private func edit(_ request: Request, _ context: StaffContext, typed: FormData?, errors: [FieldError]) async throws -> Response {
        try context.requireAdmin()
        let tags = Tags(scope: context.scope)
        let (tag, all) = (try await tags.find(try context.id()), try await tags.list())
        return crm.page(
            request, context, title: tag.name,
            crumbs: [Crumb(context.texts("Settings"), href: "/settings"), Crumb(context.texts("Tags"), href: "/settings/tags")],
            status: errors.isEmpty ? .ok : .unprocessableContent,
            content: pages(context).edit(tag, others: all.filter { $0.id != tag.id }, typed: typed, errors: errors))
    }

    @Sendable private func save(_ request: Request, _ context: StaffContext) async throws -> Response {
        let (id, typed) = (try context.id(), try await request.form())
        do {
            _ = try await context.scope.database.transaction {
                try await Tags(scope: context.scope).change(
                    id, name: typed.string("name"), color: TagColor(rawValue: typed.string("color")), in: $0)
            }
            return crm.redirect(context, to: "/settings/tags", saying: "Saved.")
        } catch Failure.invalid(let errors) {
            return try await edit(request, context, typed: typed, errors: errors)
        }
    }

    @Sendable private func merge(_ request: Request, _ context: StaffContext) async throws -> Response {
        let (id, typed) = (try context.id(), try await request.form())
        do {
            guard let name = typed.nonEmpty("into") else { throw Failure.invalid("into", "required", "Choose another tag.") }
            let tags = Tags(scope: context.scope)
            try await context.scope.database.transaction {
                try await tags.delete(id, mergingInto: try await tags.find(named: name, in: $0).id, in: $0)
            }
            return crm.redirect(context, to: "/settings/tags", saying: "The two tags are one now.")
        } catch Failure.invalid(let errors) {
            return try await edit(request, context, typed: typed, errors: errors)
        }
    }

    @Sendable private func delete(_ request: Request, _ context: StaffContext) async throws -> Response {
        let id = try context.id()
        try await context.scope.database.transaction { try await Tags(scope: context.scope).delete(id, in: $0) }
        return crm.redirect(context, to: "/settings/tags", saying: "The tag is gone from every record.")
    }
}
