import Foundation
import Hummingbird
import Platform
import Web

/// Upload, mapping, check, import, and what came of it.
struct ImportRoutes: Sendable {
    let crm: CRM

    func register(on pages: Endpoints<StaffContext>) {
        pages.page(.get, "/imports", handler: list)
        pages.page(.get, "/imports/new", handler: new)
        pages.page(.post, "/imports", handler: upload)
        pages.page(.get, "/imports/{id}", handler: show)
        pages.page(.post, "/imports/{id}/mapping", handler: map)
        pages.page(.post, "/imports/{id}/check", handler: check)
        pages.page(.post, "/imports/{id}/start", handler: start)
        pages.page(.post, "/imports/{id}/continuation", handler: goOn)
        pages.page(.post, "/imports/{id}/cancellation", handler: cancel)
        pages.page(.post, "/imports/{id}/reversal", handler: revert)
        pages.page(.post, "/imports/{id}/presets", handler: keepPreset)
        pages.page(.get, "/imports/{id}/progress", handler: progress)
        pages.page(.get, "/imports/{id}/rejects.csv", handler: rejects)
    }

    @Sendable private func list(_ request: Request, _ context: StaffContext) async throws -> Response {
        let imports = try await Imports(scope: context.scope).list()
        return crm.page(
            request, context, title: context.texts("Imports"), crumbs: [Crumb(context.texts("Settings"), href: "/settings")],
            primary: Button(context.texts("Import a file"), kind: .primary, icon: .upload, href: "/imports/new"),
            content: ImportPages.list(imports, context.shown))
    }

    @Sendable private func new(_ request: Request, _ context: StaffContext) async throws -> Response {
        try await context.scope.database.verify()
        return newPage(request, context, type: try request.query().string("type"), problem: nil)
    }

    private func newPage(_ request: Request, _ context: StaffContext, type: String, problem: Failure?) -> Response {
        let types = Imports(scope: context.scope).types
        return crm.page(
            request, context, title: context.texts("Import a file"), crumbs: [Crumb(context.texts("Imports"), href: "/imports")],
            status: problem?.status ?? .ok,
            content: ImportPages.upload(
                types, chosen: type, problem: problem?.detail, csrf: crm.csrf.token(for: context), texts: context.texts))
    }

    /// The token stands in the address, since the body is read as it arrives.
    @Sendable private func upload(_ request: Request, _ context: StaffContext) async throws -> Response {
        let form = try await request.multipart(limits: ImportLimits.upload)
        let type = form.fields.string("record_type")
        do {
            guard let recordType = context.viewer.records.named(type) else {
                throw Failure.invalid("record_type", "unknown", "Choose what the rows are.")
            }
            guard let file = form.file("file") else { throw Failure.invalid("file", "required", "Choose a file.") }
            let imports = Imports(scope: context.scope)
            var new = try await imports.look(at: file, of: recordType)
            let remembered = try await imports.remembered(for: new)
            if let remembered { new.plan = remembered.applied(to: new.plan, header: new.header) }
            let id = try await imports.add(new)
            return .redirect(to: "/imports/\(id.text)\(remembered == nil ? "" : "?remembered=1")", type: .normal)
        } catch let problem as Failure where problem.isAboutTheFile {
            return newPage(request, context, type: type, problem: problem)
        }
    }

    @Sendable private func show(_ request: Request, _ context: StaffContext) async throws -> Response {
        let imports = Imports(scope: context.scope)
        let source = try await imports.find(try context.id())
        let query = try request.query()
        var plan: ImportPlan?
        if let id = try query.uuid("preset") {
            plan = try await imports.preset(id, of: source.type).applied(to: source.plan, header: source.header)
        }
        return try await page(request, context, source, plan, isRemembered: query.bool("remembered"))
    }

    private func page(
        _ request: Request, _ context: StaffContext, _ source: Import, _ plan: ImportPlan? = nil, isRemembered: Bool = false,
        errors: [FieldError] = []
    ) async throws -> Response {
        let imports = Imports(scope: context.scope)
        let page = ImportPage(
            source: source, plan: plan, presets: try await imports.presets(of: source.type), isRemembered: isRemembered,
            reversal: try await imports.reversal(of: source), errors: errors, csrf: crm.csrf.token(for: context), shown: context.shown)
        return crm.page(
            request, context, title: source.fileName, crumbs: [Crumb(context.texts("Imports"), href: "/imports")],
            status: errors.isEmpty ? .ok : .unprocessableContent, content: page.content)
    }

    @Sendable private func map(_ request: Request, _ context: StaffContext) async throws -> Response {
        let (id, form) = (try context.id(), try await request.form())
        let imports = Imports(scope: context.scope)
        let source = try await imports.find(id)
        let plan = ImportPlan(form, columns: source.header.count)
        do {
            try await imports.configure(id, plan)
            try await imports.begin(id, .checking)
            return .redirect(to: source.path, type: .normal)
        } catch Failure.invalid(let errors) {
            return try await page(request, context, source, plan, errors: errors)
        }
    }

    @Sendable private func check(_ request: Request, _ context: StaffContext) async throws -> Response {
        let id = try context.id()
        try await Imports(scope: context.scope).begin(id, .checking)
        return .redirect(to: "/imports/\(id.text)", type: .normal)
    }

    @Sendable private func start(_ request: Request, _ context: StaffContext) async throws -> Response {
        let id = try context.id()
        try await Imports(scope: context.scope).begin(id, .running)
        return .redirect(to: "/imports/\(id.text)", type: .normal)
    }

    @Sendable private func goOn(_ request: Request, _ context: StaffContext) async throws -> Response {
        let id = try context.id()
        try await Imports(scope: context.scope).goOn(id)
        return .redirect(to: "/imports/\(id.text)", type: .normal)
    }

    @Sendable private func cancel(_ request: Request, _ context: StaffContext) async throws -> Response {
        let id = try context.id()
        try await Imports(scope: context.scope).cancel(id)
        return .redirect(to: "/imports/\(id.text)", type: .normal)
    }

    /// Ends on the page that shows what was taken back, and what stays.
    @Sendable private func revert(_ request: Request, _ context: StaffContext) async throws -> Response {
        .redirect(to: try await Imports(scope: context.scope).revert(try context.id()).path, type: .normal)
    }

    @Sendable private func keepPreset(_ request: Request, _ context: StaffContext) async throws -> Response {
        let (id, form) = (try context.id(), try await request.form())
        let imports = Imports(scope: context.scope)
        let source = try await imports.find(id)
        do {
            try await imports.keep(id, as: form.string("preset_name"))
            return crm.redirect(context, to: source.path, saying: "The preset is there for the next file.")
        } catch Failure.invalid(let errors) {
            return try await page(request, context, source, errors: errors)
        }
    }

    /// The fragment that the page asks for while a run goes on.
    @Sendable private func progress(_ request: Request, _ context: StaffContext) async throws -> Response {
        let source = try await Imports(scope: context.scope).find(try context.id())
        return .page(ImportPage(source: source, csrf: crm.csrf.token(for: context), shown: context.shown).progress)
    }

    @Sendable private func rejects(_ request: Request, _ context: StaffContext) async throws -> Response {
        let source = try await Imports(scope: context.scope).find(try context.id())
        return .csvStream(filename: "rejected rows of \(source.fileName)", ImportRejects(source: source, scope: context.scope))
    }
}

extension Failure {
    /// Whether another file would do.
    fileprivate var isAboutTheFile: Bool {
        switch self {
        case .invalid, .overLimit: true
        default: false
        }
    }
}

enum ImportLimits {
    /// A million rows of contacts are about 200 MB.
    static let upload = MultipartLimits(total: 512 << 20, files: 1)
}
