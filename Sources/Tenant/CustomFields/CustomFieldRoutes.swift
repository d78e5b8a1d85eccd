import Foundation
import Hummingbird
import Platform
import Web

/// The settings in which admins add fields to records.
struct CustomFieldRoutes: Sendable {
    let crm: CRM

    func register(on pages: Endpoints<StaffContext>) {
        pages.page(.get, "/settings/fields", handler: list)
        pages.page(.post, "/settings/fields", handler: create)
        pages.page(.get, "/settings/fields/new", handler: new)
        pages.page(.get, "/settings/fields/{id}", handler: show)
        pages.page(.post, "/settings/fields/{id}", handler: save)
        pages.page(.post, "/settings/fields/{id}/place", handler: move)
        pages.page(.post, "/settings/fields/{id}/archival", handler: archive)
        pages.page(.post, "/settings/fields/{id}/restoration", handler: restore)
        pages.page(.post, "/settings/fields/{id}/index", handler: index)
    }

    // MARK: Looking

    @Sendable private func list(_ request: Request, _ context: StaffContext) async throws -> Response {
        let type = try type(request.query())
        let page = CustomFieldListPage(
            type: type, fields: try await CustomFields(in: context.scope).list(of: type.name), csrf: crm.csrf.token(for: context),
            shown: context.shown)
        return crm.page(
            request, context, title: context.texts("Fields"), crumbs: [Crumb(context.texts("Settings"), href: "/settings")],
            tabs: page.tabs, primary: page.primary, content: page.content)
    }

    @Sendable private func new(_ request: Request, _ context: StaffContext) async throws -> Response {
        let query = try request.query()
        let type = try type(query)
        let kind = query.nonEmpty("kind").flatMap { CustomFieldKind(rawValue: $0) }
        let known = try await CustomFields(in: context.scope).list(of: type.name)
        return form(request, context, CustomFieldForm(type: type, kind: kind, sections: sections(known)))
    }

    @Sendable private func show(_ request: Request, _ context: StaffContext) async throws -> Response {
        let known = try await CustomFields(in: context.scope).list()
        let field = try field(context, among: known)
        return form(
            request, context,
            CustomFieldForm(
                type: try type(of: field), kind: field.kind, field: field, place: place(of: field, among: known), sections: sections(known))
        )
    }

    private func form(_ request: Request, _ context: StaffContext, _ form: CustomFieldForm) -> Response {
        let page = CustomFieldPage(form: form, csrf: crm.csrf.token(for: context), shown: context.shown)
        return crm.page(
            request, context, title: page.title, crumbs: page.crumbs, status: form.errors.isEmpty ? .ok : .unprocessableContent,
            content: page.content)
    }

    // MARK: Changing

    @Sendable private func create(_ request: Request, _ context: StaffContext) async throws -> Response {
        let typed = try await request.form()
        let type = try type(typed)
        guard let kind = CustomFieldKind(rawValue: typed.string("kind")) else {
            throw Failure.invalid("kind", "unknown", "There is no such type of field.")
        }
        let fields = CustomFields(in: context.scope)
        do {
            let new = NewCustomField(
                recordType: type, kind: kind, name: typed.nonEmpty("name"), definition: try CustomFieldInput(kind: kind).definition(typed))
            _ = try await context.scope.database.transaction { try await fields.create(new, in: $0) }
            return crm.redirect(context, to: path(of: type), saying: "\(typed.string("label")) was added. It is there for everybody now.")
        } catch Failure.invalid(let errors) {
            let known = try await fields.list(of: type.name)
            return form(
                request, context, CustomFieldForm(type: type, kind: kind, typed: typed, errors: errors, sections: sections(known)))
        }
    }

    @Sendable private func save(_ request: Request, _ context: StaffContext) async throws -> Response {
        let (typed, fields) = (try await request.form(), CustomFields(in: context.scope))
        let known = try await fields.list()
        let field = try field(context, among: known)
        let type = try type(of: field)
        do {
            var definition = try CustomFieldInput(kind: field.kind).definition(typed)
            definition.target = field.definition.target
            let (changed, position) = (definition, Int(typed.string("position")))
            let isMoving = position != nil && position != place(of: field, among: known)
            try await context.scope.database.transaction { transaction in
                _ = try await fields.change(field.id, in: transaction) { $0 = changed }
                if let position, isMoving { _ = try await fields.move(field.id, to: position, in: transaction) }
            }
            return crm.redirect(context, to: path(of: type), saying: "Saved.")
        } catch Failure.invalid(let errors) {
            return form(
                request, context,
                CustomFieldForm(type: type, kind: field.kind, field: field, typed: typed, errors: errors, sections: sections(known)))
        }
    }

    @Sendable private func move(_ request: Request, _ context: StaffContext) async throws -> Response {
        let (typed, fields) = (try await request.form(), CustomFields(in: context.scope))
        let field = try await fields.find(try context.id())
        try await fields.move(field.id, up: typed.string("direction") == "up")
        return .redirect(to: path(of: try type(of: field)), type: .normal)
    }

    @Sendable private func archive(_ request: Request, _ context: StaffContext) async throws -> Response {
        let id = try context.id()
        let field = try await context.scope.database.transaction {
            try await CustomFields(in: context.scope).set(id, archived: true, in: $0)
        }
        return crm.redirect(
            context, to: path(of: try type(of: field)), saying: "\(field.definition.label) is archived. The records keep its values.",
            undo: "\(field.path)/restoration")
    }

    @Sendable private func restore(_ request: Request, _ context: StaffContext) async throws -> Response {
        let fields = CustomFields(in: context.scope)
        let field = try await fields.find(try context.id())
        let path = path(of: try type(of: field))
        do {
            _ = try await context.scope.database.transaction { try await fields.set(field.id, archived: false, in: $0) }
            return crm.redirect(context, to: path, saying: "\(field.definition.label) is back, with its values.")
        } catch Failure.invalid(let errors) {
            return crm.redirect(context, to: path, saying: errors.map(\.message).sentences, kind: .error)
        }
    }

    @Sendable private func index(_ request: Request, _ context: StaffContext) async throws -> Response {
        let (id, typed) = (try context.id(), try await request.form())
        let isWanted = typed.bool("wanted")
        let field = try await context.scope.database.transaction {
            try await CustomFields(in: context.scope).set(id, indexed: isWanted, in: $0)
        }
        return crm.redirect(
            context, to: field.path,
            saying: isWanted ? "The index is being built; you can go on meanwhile." : "The index goes away with the next look.")
    }

    // MARK: What is meant

    /// The record type that an address or a form names; the first one where it names none.
    private func type(_ form: FormData) throws -> RecordType {
        guard let name = form.nonEmpty("type") else { return RecordTypes.all[0] }
        guard let type = RecordTypes.named(name) else { throw Failure.notFound }
        return type
    }

    private func type(of field: CustomField) throws -> RecordType {
        guard let type = RecordTypes.named(field.recordType) else { throw Failure.notFound }
        return type
    }

    private func field(_ context: StaffContext, among known: [CustomField]) throws -> CustomField {
        let id = try context.id()
        guard let field = known.first(where: { $0.id == id }) else { throw Failure.notFound }
        return field
    }

    private func path(of type: RecordType) -> String { "/settings/fields?type=\(type.name)" }

    private func place(of field: CustomField, among known: [CustomField]) -> Int? {
        known.filter { $0.recordType == field.recordType && !$0.isArchived }.firstIndex { $0.id == field.id }.map { $0 + 1 }
    }

    /// The headings that other fields have.
    private func sections(_ known: [CustomField]) -> [String] {
        Set(known.map(\.definition.section)).filter { !$0.isEmpty }.sorted()
    }
}
