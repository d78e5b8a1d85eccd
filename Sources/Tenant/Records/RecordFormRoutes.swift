import Foundation
import Hummingbird
import Platform
import Web

/// The forms of one record type, and what they send.
struct RecordFormRoutes: Sendable {
    /// As declared; each request is about what its viewer sees of it.
    private let declared: RecordType
    private let crm: CRM

    init(type: RecordType, crm: CRM) {
        (declared, self.crm) = (type, crm)
    }

    private func type(_ context: StaffContext) -> RecordType { context.viewer.records.refined(declared) }

    func register(on pages: Endpoints<StaffContext>) {
        pages.page(.get, "\(declared.path)/new", handler: new)
        pages.page(.post, declared.path, handler: create)
        pages.page(.get, "\(declared.path)/{id}/edit", handler: edit)
        pages.page(.post, "\(declared.path)/{id}", handler: update)
        pages.page(.get, "\(declared.path)/names", handler: names)
    }

    @Sendable private func new(_ request: Request, _ context: StaffContext) async throws -> Response {
        let type = type(context)
        guard context.viewer.may(.create, type.name) else {
            throw Failure.forbidden(reason: "Your role does not let you add \(type.pluralLabel.lowercased()).")
        }
        var typed = FormData()
        typed.append("owner_id", context.viewer.userID?.text ?? "")
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
        var typed = try await request.form()
        do {
            typed = try await NamedLinks(type, in: context.scope).settled(typed)
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
        var typed = try await request.form()
        let store = RecordStore(type, in: context.scope)
        let version = try typed.int("version")
        do {
            typed = try await NamedLinks(type, in: context.scope).settled(typed)
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
        conflict: StaleEdit? = nil, notice: HTML? = nil
    ) async throws -> Response {
        let type = type(context)
        let choices = try await RecordChoices.load(for: type, editing: record, context)
        var page = RecordFormPage(
            type: type, record: record, typed: typed, errors: errors, conflict: conflict, notice: notice, people: choices.people,
            links: choices.others, csrf: crm.csrf.token(for: context), shown: context.shown)
        let references = type.fields(for: .form).filter(\.isReference)
        let theirs = references.compactMap { conflict?.current[$0.name].id }
        let named = references.filter { $0.isLink && choices.others[$0.name] == nil }
        page.names = try await NameLookup(scope: context.scope).names(
            of: theirs + named.compactMap { UUID(uuidString: typed?.string($0.name) ?? "") })
        let status: HTTPResponse.Status = conflict != nil || notice != nil ? .conflict : errors.isEmpty ? .ok : .unprocessableContent
        return crm.page(request, context, title: page.title, crumbs: page.crumbs, status: status, content: page.content)
    }

    /// `["…"]`: what a name that is being typed into a form may become.
    @Sendable private func names(_ request: Request, _ context: StaffContext) async throws -> Response {
        let words = SearchWords(try request.query().string("q"))
        let search = RecordSearch(type(context), for: words, viewer: context.viewer, limit: 10)
        let hits = try await context.scope.database.read(words.isEmpty ? .known([]) : try search.question())
        return .json(headers: [.cacheControl: "private, no-store"]) { json in
            json.array(hits) { $0.value($1.record.title) }
        }
    }
}
