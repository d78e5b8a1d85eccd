import Foundation
import HTTPTypes
import Hummingbird
import Platform
import Postgres
import Web

/// The pages of notes.
struct NoteRoutes: Sendable {
    let crm: CRM

    /// How many stand on the page of a record.
    private static let few = 5
    private static let many = 50

    func register(on pages: Endpoints<StaffContext>, of type: RecordType) {
        pages.page(.get, "\(type.path)/{id}/notes") { try await list($0, $1, type) }
        pages.page(.post, "\(type.path)/{id}/notes") { try await add($0, $1, type) }
    }

    func register(on pages: Endpoints<StaffContext>) {
        pages.page(.get, "/notes/{id}/edit", handler: edit)
        pages.page(.post, "/notes/{id}", handler: update)
        pages.page(.post, "/notes/{id}/pinning") { try await pin($0, $1, true) }
        pages.page(.post, "/notes/{id}/unpinning") { try await pin($0, $1, false) }
        pages.page(.post, "/notes/{id}/deletion", handler: delete)
        pages.page(.post, "/notes/{id}/restoration", handler: restore)
    }

    static let panel = RecordPanel(place: .main, order: 10) { visit in
        Question([NoteQueries.shown(of: visit.record, limit: few), NoteQueries.count(of: visit.record)]) { answers in
            let notes = try answers[0].decode(Note.self)
            guard !notes.isEmpty else { return nil }
            let pages = NotePages(record: visit.contributed, csrf: visit.csrf, shown: visit.shown)
            return pages.card(notes, total: try answers[1].first?.decode(Int.self) ?? notes.count)
        }
    }

    private func pages(_ record: ContributedRecord, _ context: StaffContext) -> NotePages {
        NotePages(record: record, csrf: crm.csrf.token(for: context), shown: context.shown)
    }

    private func list(_ request: Request, _ context: StaffContext, _ type: RecordType) async throws -> Response {
        let record = try await ContributedRecord(context.viewer.records.refined(type), context.id(), in: context.scope)
        let path = "\(record.record.path)/notes"
        let list = try ContributionList(
            cursor: request.query().nonEmpty("cursor"), limit: Self.many, name: path, cursors: crm.cursors)
        let found = try await context.scope.database.read(NoteQueries.page(of: record.record, list)).decode(Note.self)
        let (notes, next) = list.page(of: found)
        let nothing = EmptyState(
            .note, title: context.texts("No notes yet"),
            text: context.texts("What is worth knowing about \(record.record.title) belongs here."),
            action: Button(context.texts("Back"), href: record.record.path).html)
        let pager = list.pager(path, next: next, context.texts)
        let content: HTML =
            notes.isEmpty && list.before == nil
            ? nothing.html : "\(Card(record.record.title, pages(record, context).posts(notes)))\(pager)"
        return crm.page(
            request, context, title: context.texts("Notes"), crumbs: record.crumbs(context.texts), content: ReadingColumn(content).html)
    }

    private func add(_ request: Request, _ context: StaffContext, _ type: RecordType) async throws -> Response {
        let record = try await ContributedRecord(context.viewer.records.refined(type), context.id(), in: context.scope)
        let typed = try await request.form().string("body")
        do {
            let body = try Markdown(typed: typed)
            let note = try await context.scope.database.transaction {
                try await Notes(scope: context.scope).add(body, to: record, in: $0)
            }
            return crm.redirect(context, to: "\(record.record.path)#note-\(note.id.text)", saying: "The note was added.")
        } catch Failure.invalid(let errors) {
            return form(request, context, record, nil, typed: typed, problem: errors.first?.message)
        }
    }

    @Sendable private func edit(_ request: Request, _ context: StaffContext) async throws -> Response {
        let found = try await Notes(scope: context.scope).find(try context.id())
        try found.on.requireChanging(found.note)
        return form(request, context, found.on, found.note)
    }

    @Sendable private func update(_ request: Request, _ context: StaffContext) async throws -> Response {
        let notes = Notes(scope: context.scope)
        let found = try await notes.find(try context.id())
        let typed = try await request.form()
        let (body, version) = (typed.string("body"), try typed.int("version"))
        do {
            let note = try await context.scope.database.transaction {
                try await notes.change(found.note, on: found.on, version: version, NoteChange(body: body), in: $0)
            }
            return crm.redirect(context, to: "\(found.on.record.path)#note-\(note.id.text)", saying: "Saved.")
        } catch Failure.invalid(let errors) {
            return form(request, context, found.on, found.note, typed: body, problem: errors.first?.message)
        } catch Failure.preconditionFailed {
            let current = try await notes.find(found.note.id).note
            return form(request, context, found.on, current, typed: body, conflict: current)
        }
    }

    private func form(
        _ request: Request, _ context: StaffContext, _ record: ContributedRecord, _ note: Note?, typed: String? = nil,
        problem: Phrase? = nil, conflict: Note? = nil
    ) -> Response {
        let status: HTTPResponse.Status = conflict != nil ? .conflict : problem == nil ? .ok : .unprocessableContent
        return crm.page(
            request, context, title: context.texts(note == nil ? "New note" : "Edit note"), crumbs: record.crumbs(context.texts),
            status: status, content: pages(record, context).form(note, typed: typed, problem: problem, conflict: conflict))
    }

    private func pin(_ request: Request, _ context: StaffContext, _ isPinned: Bool) async throws -> Response {
        let notes = Notes(scope: context.scope)
        let found = try await notes.find(try context.id())
        _ = try await context.scope.database.transaction {
            try await notes.change(found.note, on: found.on, version: nil, NoteChange(isPinned: isPinned), in: $0)
        }
        return crm.redirect(
            context, to: "\(found.on.record.path)#notes", saying: isPinned ? "The note stays on top." : "The note is not pinned any more.")
    }

    @Sendable private func delete(_ request: Request, _ context: StaffContext) async throws -> Response {
        let notes = Notes(scope: context.scope)
        let found = try await notes.find(try context.id())
        try await context.scope.database.transaction { try await notes.delete(found.note, on: found.on, in: $0) }
        return crm.redirect(
            context, to: found.on.record.path, saying: "The note was deleted.", undo: "\(found.note.path)/restoration")
    }

    @Sendable private func restore(_ request: Request, _ context: StaffContext) async throws -> Response {
        let notes = Notes(scope: context.scope)
        let found = try await notes.find(try context.id(), deleted: true)
        _ = try await context.scope.database.transaction { try await notes.restore(found.note, on: found.on, in: $0) }
        return crm.redirect(context, to: "\(found.on.record.path)#notes", saying: "The note is back.")
    }
}
