import Foundation
import Hummingbird
import Platform
import Web

/// From the ticked rows of a list to a batch.
struct BulkRoutes: Sendable {
    private let declared: RecordType
    private let crm: CRM

    init(type: RecordType, crm: CRM) {
        (declared, self.crm) = (type, crm)
    }

    func register(on pages: Endpoints<StaffContext>) {
        let path = "\(declared.path)/batches"
        pages.page(.get, "\(path)/new", handler: new)
        pages.page(.post, path, handler: create)
        pages.page(.post, "\(path)/export", handler: export)
        for action in ["edit", "assign", "tags", "delete", "restore"] {
            pages.page(.post, "\(path)/\(action)") { try await begin(action, $0, $1) }
        }
    }

    private func form(_ data: FormData, _ context: StaffContext) -> BulkForm {
        BulkForm(type: context.viewer.records.refined(declared), form: data)
    }

    /// What the bar of the list sends. Ticked rows that are deleted or come back need no more questions, since there is an undo.
    private func begin(_ action: String, _ request: Request, _ context: StaffContext) async throws -> Response {
        let form = form(try await request.form(), context)
        let isPlain = ["delete", "restore"].contains(action)
        guard isPlain, !form.isAboutAll, !form.ids.isEmpty else {
            return .redirect(to: form.address(of: action), type: .normal)
        }
        let change = try BulkChange(asked: ["action": .string(action)])
        return answer(
            try await Batches(scope: context.scope).begin(change, of: form.type, try await form.selection(context)), form, context)
    }

    @Sendable private func new(_ request: Request, _ context: StaffContext) async throws -> Response {
        var data = FormData()
        for entry in try request.query().entries { data.append(entry.name, entry.value) }
        return try await page(request, context, form(data, context), errors: [])
    }

    private func page(_ request: Request, _ context: StaffContext, _ form: BulkForm, errors: [FieldError]) async throws -> Response {
        var count = RecordTotal(count: Set(form.ids).count, isEstimate: false)
        if form.isAboutAll {
            let query = try await form.state(context).query(fields: [], at: context.scope.now)
            let cost = QueryCost(scope: context.scope)
            do {
                try await cost.check(query, for: .whole)
            } catch Failure.invalid(let errors) where errors.first?.code == QueryCost.code {
                return crm.redirect(context, to: form.listPath, saying: errors.map(\.message).sentences, kind: .error)
            }
            count = try await cost.total(of: query)
        } else {
            try await context.scope.database.verify()
        }
        let choices = try await RecordChoices.load(for: form.type, context)
        let page = BulkPage(
            form: form, count: count, errors: errors, people: choices.people, links: choices.others,
            csrf: crm.csrf.token(for: context), shown: context.shown)
        return crm.page(
            request, context, title: page.title, crumbs: [Crumb(context.texts(form.type.pluralLabel), href: form.listPath)],
            status: errors.isEmpty ? .ok : .unprocessableContent, content: page.content)
    }

    @Sendable private func create(_ request: Request, _ context: StaffContext) async throws -> Response {
        var form = form(try await request.form(), context)
        do {
            form = self.form(try await NamedLinks(form.type, in: context.scope).settled(form.form), context)
            let change = try form.change(timeZone: context.viewer.timeZone)
            return answer(
                try await Batches(scope: context.scope).begin(change, of: form.type, try await form.selection(context)), form, context)
        } catch Failure.invalid(let errors) {
            return try await page(request, context, form, errors: errors)
        }
    }

    private func answer(_ batch: Batch, _ form: BulkForm, _ context: StaffContext) -> Response {
        if batch.state == .running { return .redirect(to: batch.path, type: .normal) }
        let undo = batch.mayBeReverted(at: context.scope.now) ? "\(batch.path)/reversal" : nil
        if batch.counts.skipped > 0 {
            return crm.redirect(context, to: batch.path, saying: batch.summary(form.type), kind: .info, undo: undo)
        }
        return crm.redirect(context, to: form.listPath, saying: batch.summary(form.type), undo: undo)
    }

    /// The ticked rows as a file; all that the list finds is the export that every list has.
    @Sendable private func export(_ request: Request, _ context: StaffContext) async throws -> Response {
        let form = form(try await request.form(), context)
        let state = try await form.state(context)
        if form.isAboutAll { return .redirect(to: state.href(to: "\(form.type.path).csv"), type: .normal) }
        guard !form.ids.isEmpty else { throw Failure.invalid("ids", "required", "Tick at least one row.") }
        var query = try state.query(fields: form.type.fields(for: .export), at: context.scope.now)
        query.only = form.ids
        query.action = .export
        try await context.requireConfirmation()
        return try await RecordExport(query: query, scope: context.scope).response()
    }
}
