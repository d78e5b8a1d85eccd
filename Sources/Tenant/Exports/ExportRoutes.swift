import Foundation
import Hummingbird
import Platform
import Web

/// The records of one type as files: at once, or made in the background.
struct RecordExportRoutes: Sendable {
    private let declared: RecordType
    private let crm: CRM

    init(type: RecordType, crm: CRM) {
        (declared, self.crm) = (type, crm)
    }

    func register(on pages: Endpoints<StaffContext>) {
        for format in ExportFormat.all(for: declared) {
            pages.page(.get, "\(declared.path).\(format.rawValue)") { try await list($0, $1, format) }
        }
        if declared.isOfPeople { pages.page(.get, "\(declared.path)/{id}.vcf", handler: card) }
        pages.page(.post, "\(declared.path)/exports", handler: begin)
    }

    private func list(_ request: Request, _ context: StaffContext, _ format: ExportFormat) async throws -> Response {
        let type = context.viewer.records.refined(declared)
        let export = try await Exports(scope: context.scope).export(type, format, parameters: request.uri.query ?? "")
        try export.permit()
        try await context.requireConfirmation()
        return try await export.response()
    }

    @Sendable private func card(_ request: Request, _ context: StaffContext) async throws -> Response {
        try await RecordCard(type: context.viewer.records.refined(declared), scope: context.scope).response(try context.id())
    }

    /// What the list, or its bulk bar, sends.
    @Sendable private func begin(_ request: Request, _ context: StaffContext) async throws -> Response {
        let form = BulkForm(type: context.viewer.records.refined(declared), form: try await request.form())
        guard let format = ExportFormat(rawValue: form.form.nonEmpty("format") ?? "csv") else {
            throw Failure.invalid("format", "unknown", "A file is csv, xlsx or vcf.")
        }
        try await context.requireConfirmation()
        let id = try await Exports(scope: context.scope).begin(
            form.type, format, parameters: form.list, ids: form.isAboutAll || form.ids.isEmpty ? nil : form.ids)
        return .redirect(to: "/exports/\(id.text)", type: .normal)
    }
}

/// Exports that are made in the background, and their files.
struct ExportRoutes: Sendable {
    let crm: CRM

    func register(on pages: Endpoints<StaffContext>) {
        pages.page(.get, "/exports", handler: list)
        pages.page(.get, "/exports/{id}", handler: show)
        pages.page(.get, "/exports/{id}/progress", handler: progress)
        pages.page(.post, "/exports/{id}/repetition", handler: again)
    }

    @Sendable private func list(_ request: Request, _ context: StaffContext) async throws -> Response {
        let exports = try await Exports(scope: context.scope).list()
        return crm.page(
            request, context, title: context.texts("Exports"), crumbs: [Crumb(context.texts("Settings"), href: "/settings")],
            showing: [Export.topic], content: ExportPages.list(exports, context.shown))
    }

    @Sendable private func show(_ request: Request, _ context: StaffContext) async throws -> Response {
        let export = try await Exports(scope: context.scope).find(try context.id())
        // The page of a finished one has the link to its file.
        if export.state == .done { try await context.requireConfirmation() }
        return crm.page(
            request, context, title: context.texts("Export of \(export.type.pluralLabel.lowercased())"),
            crumbs: [Crumb(context.texts("Exports"), href: "/exports")], content: page(export, context).content)
    }

    @Sendable private func progress(_ request: Request, _ context: StaffContext) async throws -> Response {
        .page(page(try await Exports(scope: context.scope).find(try context.id()), context).progress)
    }

    @Sendable private func again(_ request: Request, _ context: StaffContext) async throws -> Response {
        let id = try context.id()
        try await context.requireConfirmation()
        return .redirect(to: try await Exports(scope: context.scope).again(id).path, type: .normal)
    }

    private func page(_ export: Export, _ context: StaffContext) -> ExportPage {
        ExportPage(
            export: export, link: ExportLinks(crm).link(to: export, at: context.scope.now),
            csrf: crm.csrf.token(for: context), shown: context.shown)
    }
}

/// Files by a link that says itself who may have it, and for how long: for a download that outlives a click.
struct ExportFileRoutes: Sendable {
    let crm: CRM

    func register(on pages: Endpoints<TenantContext>) {
        pages.page(.get, "/exports/files/{token}", handler: file)
    }

    @Sendable private func file(_ request: Request, _ context: TenantContext) async throws -> Response {
        let token = context.coreContext.parameters.get("token") ?? ""
        guard let (id, userID) = ExportLinks(crm).open(token, at: context.scope.now),
            let viewer = try await People(in: context.scope).viewer(userID)
        else { throw Failure.notFound }
        return try await Exports(scope: context.scope.onBehalf(of: viewer, cause: .page)).file(id)
    }
}
