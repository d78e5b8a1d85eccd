import Foundation
import Hummingbird
import Platform
import Postgres
import Web

/// The pages of one record type.
struct RecordRoutes: Sendable {
    /// As declared; each request is about what its viewer sees of it.
    private let declared: RecordType
    private let crm: CRM

    init(type: RecordType, crm: CRM) {
        (declared, self.crm) = (type, crm)
    }

    private func type(_ context: StaffContext) -> RecordType { context.viewer.records.refined(declared) }

    func register(on pages: Endpoints<StaffContext>) {
        let type = declared
        pages.page(.get, type.path, handler: list)
        pages.page(.get, "\(type.path).csv", handler: export)
        pages.page(.get, "\(type.path)/new", handler: new)
        pages.page(.post, type.path, handler: create)
        pages.page(.get, "\(type.path)/{id}", handler: show)
        pages.page(.get, "\(type.path)/{id}/edit", handler: edit)
        pages.page(.post, "\(type.path)/{id}", handler: update)
        pages.page(.post, "\(type.path)/{id}/deletion", handler: delete)
        pages.page(.post, "\(type.path)/{id}/restoration", handler: restore)
    }

    @Sendable private func list(_ request: Request, _ context: StaffContext) async throws -> Response {
        let type = type(context)
        let state = try ListState(type, query: APIQuery(request, allowing: ListState.ownParameters))
        let names = Set(state.columns + type.titleFields + [type.subtitleField, "email"])
        let query = try state.query(for: context.viewer, fields: type.fields.filter { names.contains($0.name) }, at: context.scope.now)
        let list = try await RecordList.load(query, cursor: state.cursor, counting: true, cursors: crm.cursors, in: context.scope)
        let page = RecordListPage(
            type: type, state: state, records: try list.records(), total: list.total, previousCursor: list.previousCursor,
            nextCursor: list.nextCursor, viewer: context.viewer, shown: context.shown, names: try await chipNames(state, context),
            people: state.adding == "owner_id" ? try await people(context) : [])
        return crm.page(
            request, context, title: context.texts(type.pluralLabel), tabs: page.tabs, actions: page.actions, primary: page.primary,
            showing: [type.name], content: page.content)
    }

    private func chipNames(_ state: ListState, _ context: StaffContext) async throws -> [String: String] {
        let type = type(context)
        let ids = state.filters.filter { type.field($0.field)?.isReference == true }.flatMap(\.values).compactMap { UUID(uuidString: $0) }
        return try await NameLookup(scope: context.scope).names(of: ids)
    }

    @Sendable private func export(_ request: Request, _ context: StaffContext) async throws -> Response {
        let type = type(context)
        let state = try ListState(type, query: APIQuery(request, allowing: ListState.ownParameters))
        var query = try state.query(for: context.viewer, fields: type.fields(for: .export), at: context.scope.now)
        query.action = .export
        return try await RecordExport(query: query, scope: context.scope).response()
    }

    @Sendable private func show(_ request: Request, _ context: StaffContext) async throws -> Response {
        let type = type(context)
        let id = try context.id()
        let isDeleted = try request.query().bool("trash")
        let store = RecordStore(type, in: context.scope)
        let record = try await store.find(id, deleted: isDeleted)
        let entries = try await context.scope.database.read(RecordTimeline.query(id)).decode(RecordTimeline.Entry.self)
        let names = try await NameLookup(scope: context.scope).names(of: RecordTimeline.mentioned(in: entries, of: type))
        var page = RecordPage(
            record: record, timeline: RecordTimeline(type: type, entries: entries, names: names, shown: context.shown),
            related: try await related(to: record, context), isDeleted: isDeleted, mayEdit: store.allows(.edit, record),
            mayDelete: store.allows(.delete, record), csrf: crm.csrf.token(for: context.sessionID.uuidString), shown: context.shown)
        if !isDeleted {
            page.composers = try await crm.panels(.composer, of: record, context)
            page.panels = try await crm.panels(.main, of: record, context)
            page.asides = try await crm.panels(.side, of: record, context)
            page.actions = crm.features.flatMap { $0.recordMenu?(record, context, crm) ?? [] }
        }
        return crm.page(
            request, context, title: record.title, crumbs: page.crumbs, header: page.header, primary: page.primary, content: page.content)
    }

    /// The first few records of each type that link to this one.
    private func related(to record: Record, _ context: StaffContext) async throws -> [RelatedRecords] {
        let type = type(context)
        var found: [RelatedRecords] = []
        for other in context.viewer.records.all {
            for field in other.fields {
                guard case .link(type.name) = field.type, context.viewer.may(.view, other.name) else { continue }
                let condition = FilterCondition(field: field.name, comparison: .eq, values: [record.id.uuidString.lowercased()])
                var query = RecordQuery(other, viewer: context.viewer, fields: other.recordFields)
                query.narrow(to: .condition(condition), at: context.scope.now)
                query.limit = 6
                let answers = try await context.scope.database.read([try query.page(), try query.count(upTo: 1_000)])
                let records = try answers[0].prefix(6).map { try $0.record(of: other, shape: query.shape) }
                let total = try answers[1].first?.decode(Int.self) ?? 0
                if total == 0 && other.name == type.name { continue }
                let title = context.texts(other.name == type.name ? "Subsidiaries" : other.pluralLabel)
                found.append(
                    RelatedRecords(
                        title: title, records: records, total: total, href: "\(other.path)?\(condition.parameter.queryEscaped)=\(record.id)"
                    ))
            }
        }
        return found
    }

    // MARK: Forms

    @Sendable private func new(_ request: Request, _ context: StaffContext) async throws -> Response {
        let type = type(context)
        guard context.viewer.may(.create, type.name) else {
            throw Failure.forbidden(reason: "Your role does not let you add \(type.pluralLabel.lowercased()).")
        }
        var typed = FormData()
        typed.append("owner_id", context.viewer.userID?.uuidString.lowercased() ?? "")
        for entry in try request.query().entries where type.field(entry.name)?.uses.contains(.form) == true {
            typed.append(entry.name, entry.value)
        }
        return try await form(request, context, record: nil, typed: typed)
    }

    @Sendable private func create(_ request: Request, _ context: StaffContext) async throws -> Response {
        let type = type(context)
        let typed = try await request.form()
        do {
            var draft = Draft(new: type, id: .v7())
            try RecordInput(type: type).fill(&draft, from: typed)
            let record = try await RecordStore(type, in: context.scope).create(draft)
            return crm.redirect(context, to: record.path, saying: "\(record.title) was added.")
        } catch Failure.invalid(let errors) {
            return try await form(request, context, record: nil, typed: typed, errors: errors)
        }
    }

    @Sendable private func edit(_ request: Request, _ context: StaffContext) async throws -> Response {
        let type = type(context)
        let store = RecordStore(type, in: context.scope)
        let record = try await store.find(try context.id())
        guard store.allows(.edit, record) else {
            throw Failure.forbidden(reason: "You can see this \(type.label.lowercased()), but not edit it.")
        }
        return try await form(request, context, record: record, typed: nil)
    }

    @Sendable private func update(_ request: Request, _ context: StaffContext) async throws -> Response {
        let type = type(context)
        let id = try context.id()
        let typed = try await request.form()
        let store = RecordStore(type, in: context.scope)
        let version = try typed.int("version")
        do {
            let record = try await store.update(id, version: version) { try RecordInput(type: type).fill(&$0, from: typed) }
            return crm.redirect(context, to: record.path, saying: "Saved.")
        } catch Failure.invalid(let errors) {
            return try await form(request, context, record: try await store.find(id), typed: typed, errors: errors)
        } catch let stale as StaleRecord {
            return try await form(request, context, record: stale.current, typed: typed, conflict: stale.current)
        }
    }

    private func form(
        _ request: Request, _ context: StaffContext, record: Record?, typed: FormData?, errors: [FieldError] = [], conflict: Record? = nil
    ) async throws -> Response {
        let type = type(context)
        let page = RecordFormPage(
            type: type, record: record, typed: typed, errors: errors, conflict: conflict, people: try await people(context),
            links: try await linkChoices(record, context), csrf: crm.csrf.token(for: context.sessionID.uuidString), shown: context.shown)
        let status: HTTPResponse.Status = conflict != nil ? .conflict : errors.isEmpty ? .ok : .unprocessableContent
        return crm.page(request, context, title: page.title, crumbs: page.crumbs, status: status, content: page.content)
    }

    /// Whom the viewer may make an owner.
    private func people(_ context: StaffContext) async throws -> [Choice] {
        try await context.scope.database.read(UserQueries.assignable(to: context.viewer)).map { row in
            let (id, name) = try row.decode((UUID, String).self)
            return Choice(id.uuidString.lowercased(), name)
        }
    }

    /// What each link field offers: the first few hundred by name, and whatever is chosen already.
    private func linkChoices(_ record: Record?, _ context: StaffContext) async throws -> [String: [Choice]] {
        let type = type(context)
        var choices: [String: [Choice]] = [:]
        for field in type.fields(for: .form) {
            guard case .link(let name) = field.type, let target = context.viewer.records.named(name) else { continue }
            var query = RecordQuery(target, viewer: context.viewer, fields: target.recordFields)
            query.sort = [SortKey(target.nameField)]
            query.limit = 300
            let records = try await context.scope.database.read(try query.page()).prefix(300).map {
                try $0.record(of: target, shape: query.shape)
            }
            var offered = records.filter { $0.id != record?.id }.map { Choice($0.id.uuidString.lowercased(), $0.title) }
            if let chosen = record?[field.name].id?.uuidString.lowercased(), !offered.contains(where: { $0.value == chosen }),
                let title = record?[field.name.replacingOccurrences(of: "_id", with: "")].text
            {
                offered.insert(Choice(chosen, title), at: 0)
            }
            choices[field.name] = offered
        }
        return choices
    }

    @Sendable private func delete(_ request: Request, _ context: StaffContext) async throws -> Response {
        let type = type(context)
        let id = try context.id()
        let record = try await RecordStore(type, in: context.scope).find(id)
        try await RecordStore(type, in: context.scope).delete(id)
        return crm.redirect(context, to: type.path, saying: "\(record.title) is in the trash.", undo: "\(record.path)/restoration")
    }

    @Sendable private func restore(_ request: Request, _ context: StaffContext) async throws -> Response {
        let type = type(context)
        let record = try await RecordStore(type, in: context.scope).restore(try context.id())
        return crm.redirect(context, to: record.path, saying: "\(record.title) is back.")
    }
}

extension StaffContext {
    var shown: Shown { Shown(timeZone: viewer.timeZone, now: scope.now, texts: texts) }
}
