import Foundation
import Hummingbird
import Platform
import Web

/// Keeping, sharing and removing views.
struct ViewRoutes: Sendable {
    let crm: CRM

    func register(on pages: Endpoints<StaffContext>) {
        pages.page(.get, "/views", handler: list)
        pages.page(.get, "/views/new", handler: new)
        pages.page(.post, "/views", handler: create)
        pages.page(.get, "/views/{id}/edit", handler: edit)
        pages.page(.post, "/views/{id}", handler: update)
        pages.page(.post, "/views/{id}/look", handler: updateLook)
        pages.page(.post, "/views/{id}/deletion", handler: delete)
        pages.page(.post, "/views/{id}/default") { try await setDefault($1, true) }
        pages.page(.post, "/views/{id}/no-default") { try await setDefault($1, false) }
        pages.page(.get, "/views/{id}/roles", handler: roles)
        pages.page(.post, "/views/{id}/roles", handler: setRole)
    }

    private func type(_ name: String, _ context: StaffContext) throws -> RecordType {
        guard let type = context.viewer.records.named(name), context.viewer.may(.view, name) else { throw Failure.notFound }
        return type
    }

    @Sendable private func list(_ request: Request, _ context: StaffContext) async throws -> Response {
        let asked = try request.query().nonEmpty("type")
        let all = context.viewer.records.all.filter { context.viewer.may(.view, $0.name) }
        let types = try asked.map { [try type($0, context)] } ?? all
        let page = ViewPages(
            views: try await SavedViews(scope: context.scope).list(), types: types, viewer: context.viewer,
            csrf: crm.csrf.token(for: context),
            texts: context.texts)
        let crumbs = asked == nil ? [] : types.prefix(1).map { Crumb(context.texts($0.pluralLabel), href: $0.path) }
        return crm.page(request, context, title: context.texts("Views"), crumbs: crumbs, content: page.list)
    }

    @Sendable private func new(_ request: Request, _ context: StaffContext) async throws -> Response {
        let query = try request.query()
        let type = try type(query.string("type"), context)
        let state = try await state(query.string("state"), of: type, context)
        return try await form(request, context, type, view: nil, state: state, typed: ViewForm.typed(nil))
    }

    @Sendable private func create(_ request: Request, _ context: StaffContext) async throws -> Response {
        let typed = try await request.form()
        let type = try type(typed.string("type"), context)
        let state = try await state(typed.string("state"), of: type, context)
        do {
            var details = ViewDetails(name: "", look: state.kept)
            try ViewForm.fill(&details, from: typed)
            let view = try await SavedViews(scope: context.scope).create(details, of: type)
            return crm.redirect(context, to: view.path(of: type), saying: "The view “\(view.name)” was saved.")
        } catch Failure.invalid(let errors) {
            return try await form(request, context, type, view: nil, state: state, typed: typed, errors: errors)
        }
    }

    /// The list as it is to be kept: as the person sees it, whose address this is.
    private func state(_ query: String, of type: RecordType, _ context: StaffContext) async throws -> ListState {
        try await ListState.load(type, APIQuery(query: query, allowing: ListState.ownParameters), context).unpaged
    }

    @Sendable private func edit(_ request: Request, _ context: StaffContext) async throws -> Response {
        let view = try await SavedViews(scope: context.scope).find(try context.id())
        guard view.mayChange(context.viewer) else { throw view.belongsToSomebodyElse }
        return try await form(request, context, try type(view.recordType, context), view: view, state: nil, typed: ViewForm.typed(view))
    }

    @Sendable private func update(_ request: Request, _ context: StaffContext) async throws -> Response {
        let (id, typed) = (try context.id(), try await request.form())
        let views = SavedViews(scope: context.scope)
        do {
            let view = try await views.change(id) { try ViewForm.fill(&$0, from: typed) }
            return crm.redirect(context, to: view.path(of: try type(view.recordType, context)), saying: "Saved.")
        } catch Failure.invalid(let errors) {
            let view = try await views.find(id)
            return try await form(
                request, context, try type(view.recordType, context), view: view, state: nil, typed: typed, errors: errors)
        }
    }

    /// Takes over what somebody has changed about the list.
    @Sendable private func updateLook(_ request: Request, _ context: StaffContext) async throws -> Response {
        let (id, typed) = (try context.id(), try await request.form())
        let views = SavedViews(scope: context.scope)
        let type = try type(try await views.find(id).recordType, context)
        let kept = try await state(typed.string("state"), of: type, context).kept
        let view = try await views.change(id) { $0.look = kept }
        return crm.redirect(context, to: view.path(of: type), saying: "The view “\(view.name)” was saved.")
    }

    @Sendable private func delete(_ request: Request, _ context: StaffContext) async throws -> Response {
        let views = SavedViews(scope: context.scope)
        let view = try await views.find(try context.id())
        try await views.delete(view.id)
        return crm.redirect(context, to: try type(view.recordType, context).path, saying: "The view “\(view.name)” was deleted.")
    }

    private func setDefault(_ context: StaffContext, _ isDefault: Bool) async throws -> Response {
        let views = SavedViews(scope: context.scope)
        let view = try await views.find(try context.id())
        try await views.setOwnDefault(view.id, isDefault)
        let type = try type(view.recordType, context)
        let text: Phrase =
            isDefault ? "\(type.pluralLabel) now begin with “\(view.name)” for you." : "\(type.pluralLabel) begin with all of them again."
        return crm.redirect(context, to: view.path(of: type), saying: text)
    }

    @Sendable private func roles(_ request: Request, _ context: StaffContext) async throws -> Response {
        let views = SavedViews(scope: context.scope)
        let view = try await views.find(try context.id())
        let type = try type(view.recordType, context)
        let chosen = try await views.rolesSeeingFirst(view.id)
        let roles = try await Roles(scope: context.scope).list().map {
            (name: $0.name, label: context.texts($0.label), isSet: chosen.contains($0.name))
        }
        return crm.page(
            request, context, title: context.texts("First for a role"),
            crumbs: [Crumb(context.texts("Views"), href: "/views?type=\(type.name)")],
            content: ViewPages.roles(view, roles, csrf: crm.csrf.token(for: context), texts: context.texts))
    }

    @Sendable private func setRole(_ request: Request, _ context: StaffContext) async throws -> Response {
        let (id, form) = (try context.id(), try await request.form())
        try await SavedViews(scope: context.scope).setDefault(id, ofRole: form.string("role"), form.bool("first"))
        return .redirect(to: "/views/\(id.text)/roles", type: .normal)
    }

    private func form(
        _ request: Request, _ context: StaffContext, _ type: RecordType, view: SavedView?, state: ListState?, typed: FormData,
        errors: [FieldError] = []
    ) async throws -> Response {
        let texts = context.texts
        let form = ViewForm(
            type: type, view: view, state: state.map { String($0.queryText.dropFirst()) }, typed: typed, errors: errors,
            teams: try await SavedViews(scope: context.scope).teams(), viewer: context.viewer, csrf: crm.csrf.token(for: context),
            texts: texts)
        let title = view == nil ? texts("New view") : texts("Rename or share")
        let summary = state.map { _ in
            Notice(.info, "\(texts("Columns, order, groups, search and filters are kept as the list shows them now."))")
        }
        return crm.page(
            request, context, title: title, crumbs: [Crumb(texts(type.pluralLabel), href: type.path)],
            status: errors.isEmpty ? .ok : .unprocessableContent, content: ReadingColumn("\(summary)\(Card(nil, form.html))").html)
    }
}
