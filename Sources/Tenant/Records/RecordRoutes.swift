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
        let views = try await SavedViews(scope: context.scope).list(of: type)
        let state = try ListState(
            type, query: APIQuery(request, allowing: ListState.ownParameters), for: context.viewer, views: views, at: context.scope.now)
        let names = Set(state.look.columns + type.titleFields + [type.subtitleField, "email"])
        let query = try state.query(fields: type.fields.filter { names.contains($0.name) }, at: context.scope.now)
        let found = try await AttemptedList.load(query, cursor: state.cursor, cursors: crm.cursors, in: context.scope)
        let records = try found.list?.records() ?? []
        let groups = try await ListGroups.load(state, records, query, in: context.scope)
        let mentioned = (state.filter?.mentionedIDs ?? []) + (groups?.mentionedIDs ?? [])
        var page = RecordListPage(
            type: type, state: state, records: records, total: found.list?.total, previousCursor: found.list?.previousCursor,
            nextCursor: found.list?.nextCursor, viewer: context.viewer, shown: context.shown,
            names: try await NameLookup(scope: context.scope).names(of: mentioned), csrf: crm.csrf.token(for: context.sessionID.uuidString))
        if case .user? = state.adding.flatMap({ type.field($0)?.type }) { page.people = try await people(context) }
        (page.views, page.groups, page.problem) = (views, groups, found.problem)
        page.bulkBar =
            BulkChoice(
                state: state, total: found.list?.total, actions: crm.features.flatMap(\.bulkActions), csrf: page.csrf, texts: context.texts
            ).html
        return crm.page(
            request, context, title: context.texts(type.pluralLabel), tabs: page.tabs, actions: page.actions, primary: page.primary,
            status: found.status, showing: [type.name], content: page.content)
    }

    @Sendable private func show(_ request: Request, _ context: StaffContext) async throws -> Response {
        let type = type(context)
        let id = try context.id()
        let isDeleted = try request.query().bool("trash")
        let store = RecordStore(type, in: context.scope)
        let record: Record
        do {
            record = try await store.find(id, deleted: isDeleted)
        } catch Failure.notFound {
            guard let successor = try await store.successor(of: id) else { throw Failure.notFound }
            return .redirect(to: successor.path, type: .found)
        }
        let entries = try await context.scope.database.read(RecordTimeline.query(id, in: context.viewer.timeZone)).decode(LoggedEvent.self)
        let names = try await NameLookup(scope: context.scope).names(of: EventChanges.mentioned(in: entries, types: context.viewer.records))
        let (csrf, mayEdit) = (crm.csrf.token(for: context.sessionID.uuidString), store.allows(.edit, record))
        let timeline = RecordTimeline(
            type: type, entries: entries, names: names, shown: context.shown, csrf: mayEdit && !isDeleted ? csrf : nil,
            historyPath: "\(record.path)/history")
        var page = RecordPage(
            record: record, timeline: timeline, related: try await related(to: record, context), isDeleted: isDeleted, mayEdit: mayEdit,
            mayDelete: store.allows(.delete, record), csrf: csrf, shown: context.shown)
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
                guard case .link(type.name) = field.type, context.viewer.may(.view, other.name),
                    field.column != nil || field.uses.contains(.related)
                else { continue }
                let condition = FilterCondition(field: field.name, comparison: .eq, values: [record.id.uuidString.lowercased()])
                var query = RecordQuery(other, viewer: context.viewer, fields: other.recordFields)
                query.narrow(to: .condition(condition), at: context.scope.now)
                query.limit = 6
                let answers = try await context.scope.database.read([try query.page(), try query.count(upTo: 1_000)])
                let records = try answers[0].prefix(6).map { try $0.record(of: other, shape: query.shape) }
                let total = try answers[1].first?.decode(Int.self) ?? 0
                if total == 0 && other.name == type.name { continue }
                let title =
                    field.custom == nil
                    ? context.texts(other.name == type.name ? "Subsidiaries" : other.pluralLabel)
                    : context.texts("\(other.pluralLabel): \(field.label)")
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
        for field in type.customFields where !typed.contains(field.name) {
            guard let standard = field.standard else { continue }
            for text in standard.tags.isEmpty ? [standard.typed(in: context.viewer.timeZone)] : standard.tags {
                typed.append(field.name, text)
            }
        }
        return try await form(request, context, record: nil, typed: typed)
    }

    @Sendable private func create(_ request: Request, _ context: StaffContext) async throws -> Response {
        let type = type(context)
        let typed = try await request.form()
        do {
            var draft = Draft(new: type, id: .v7())
            try RecordInput(type: type, timeZone: context.viewer.timeZone).fill(&draft, from: typed)
            return try await create(draft, typed, request, context)
        } catch Failure.invalid(let errors) {
            return try await form(request, context, record: nil, typed: typed, errors: errors)
        }
    }

    private enum Creation {
        case saved(Record)
        case otherwise(CreationCheck.Verdict)
    }

    /// Unless a feature has something against it, or does something else with it.
    private func create(_ draft: Draft, _ typed: FormData, _ request: Request, _ context: StaffContext) async throws -> Response {
        let store = RecordStore(declared, in: context.scope)
        let creation = try await context.scope.database.transaction { transaction -> Creation in
            let verdict = try await crm.verdict(draft, typed, in: transaction, context)
            if case .save = verdict { return .saved(try await store.add(draft, in: transaction)) }
            return .otherwise(verdict)
        }
        switch creation {
        case .saved(let record): return crm.redirect(context, to: record.path, saying: "\(record.title) was added.")
        case .otherwise(.done(let path, let text, let undo)): return crm.redirect(context, to: path, saying: text, undo: undo)
        case .otherwise(.hold(let notice)): return try await form(request, context, record: nil, typed: typed, notice: notice)
        case .otherwise(.save): throw Failure.unexpected
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
            let (input, chosen) = (RecordInput(type: type, timeZone: context.viewer.timeZone), VersionChoice(typed).chosen(in: typed))
            let record = try await store.update(id, version: version) { try input.fill(&$0, from: chosen) }
            return crm.redirect(context, to: record.path, saying: "Saved.")
        } catch Failure.invalid(let errors) {
            return try await form(request, context, record: try await store.find(id), typed: typed, errors: errors)
        } catch let stale as StaleRecord {
            let conflict = try await StaleEdit.load(stale.current, since: version ?? 0, in: context.scope)
            return try await form(request, context, record: stale.current, typed: typed, conflict: conflict)
        }
    }

    private func form(
        _ request: Request, _ context: StaffContext, record: Record?, typed: FormData?, errors: [FieldError] = [],
        conflict: StaleEdit? = nil,
        notice: HTML? = nil
    ) async throws -> Response {
        let type = type(context)
        var page = RecordFormPage(
            type: type, record: record, typed: typed, errors: errors, conflict: conflict, notice: notice, people: try await people(context),
            links: try await linkChoices(record, context), csrf: crm.csrf.token(for: context.sessionID.uuidString), shown: context.shown)
        if let conflict {
            let ids = type.fields(for: .form).filter(\.isReference).compactMap { conflict.current[$0.name].id }
            page.names = try await NameLookup(scope: context.scope).names(of: ids)
        }
        let status: HTTPResponse.Status = conflict != nil || notice != nil ? .conflict : errors.isEmpty ? .ok : .unprocessableContent
        return crm.page(request, context, title: page.title, crumbs: page.crumbs, status: status, content: page.content)
    }

    /// Whom the viewer may make an owner.
    func people(_ context: StaffContext) async throws -> [Choice] {
        try await context.scope.database.read(UserQueries.assignable(declared, to: context.viewer)).map { row in
            let (id, name) = try row.decode((UUID, String).self)
            return Choice(id.uuidString.lowercased(), name)
        }
    }

    /// What each link field offers: the first few hundred by name, and whatever is chosen already. And the tags that there are.
    func linkChoices(_ record: Record?, _ context: StaffContext) async throws -> [String: [Choice]] {
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
                let title = record?[field.titleField].text
            {
                offered.insert(Choice(chosen, title), at: 0)
            }
            choices[field.name] = offered
        }
        if type.field("tags") != nil {
            choices["tags"] = try await context.scope.database.read(TagQueries.names).map { Choice(try $0.decode(String.self)) }
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
    var shown: Shown { Shown(timeZone: viewer.timeZone, now: scope.now, texts: texts, tagColors: viewer.records.tagColors) }
}
