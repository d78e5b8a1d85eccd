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
        pages.page(.get, "/imports/{id}/progress", handler: progress)
        pages.page(.get, "/imports/{id}/rejects.csv", handler: rejects)
    }

    private func csrf(_ context: StaffContext) -> String { crm.csrf.token(for: context.sessionID.uuidString) }

    @Sendable private func list(_ request: Request, _ context: StaffContext) async throws -> Response {
        let imports = try await Imports(scope: context.scope).list()
        return crm.page(
            request, context, title: context.texts("Imports"),
            primary: Button(context.texts("Import a file"), kind: .primary, icon: .upload, href: "/imports/new"),
            content: ImportPages.list(imports, context.shown))
    }

    @Sendable private func new(_ request: Request, _ context: StaffContext) async throws -> Response {
        try await context.scope.database.verify()
        return newPage(request, context, type: try request.query().string("type"), problem: nil)
    }

    private func newPage(_ request: Request, _ context: StaffContext, type: String, problem: Phrase?) -> Response {
        let types = RecordTypes.all.filter { context.viewer.may(.import, $0.name) }
        return crm.page(
            request, context, title: context.texts("Import a file"), crumbs: [Crumb(context.texts("Imports"), href: "/imports")],
            status: problem == nil ? .ok : .unprocessableContent,
            content: ImportPages.upload(types, chosen: type, problem: problem, csrf: csrf(context), texts: context.texts))
    }

    /// The token stands in the address, since the body is read as it arrives.
    @Sendable private func upload(_ request: Request, _ context: StaffContext) async throws -> Response {
        let form = try await request.multipart(limits: ImportLimits.upload)
        let type = form.fields.string("record_type")
        do {
            guard let recordType = RecordTypes.named(type) else {
                throw Failure.invalid("record_type", "unknown", "Choose what the rows are.")
            }
            guard let file = form.file("file") else { throw Failure.invalid("file", "required", "Choose a file.") }
            let id = try await Imports(scope: context.scope).add(try await NewImport(file, type: recordType, files: context.scope.files))
            return .redirect(to: "/imports/\(id.uuidString.lowercased())", type: .normal)
        } catch Failure.invalid(let errors) {
            return newPage(request, context, type: type, problem: errors.first?.message)
        }
    }

    @Sendable private func show(_ request: Request, _ context: StaffContext) async throws -> Response {
        let source = try await Imports(scope: context.scope).find(try context.id())
        return page(request, context, source, errors: [])
    }

    private func page(_ request: Request, _ context: StaffContext, _ source: Import, errors: [FieldError]) -> Response {
        let page = ImportPage(source: source, errors: errors, csrf: csrf(context), shown: context.shown)
        return crm.page(
            request, context, title: source.fileName, crumbs: [Crumb(context.texts("Imports"), href: "/imports")],
            status: errors.isEmpty ? .ok : .unprocessableContent, content: page.content)
    }

    @Sendable private func map(_ request: Request, _ context: StaffContext) async throws -> Response {
        let (id, form) = (try context.id(), try await request.form())
        let imports = Imports(scope: context.scope)
        let source = try await imports.find(id)
        var mapping: [Int: String] = [:]
        for index in source.header.indices { mapping[index] = form.string("mapping[\(index)]") }
        do {
            try await imports.configure(
                id, mapping: mapping, mode: Import.Mode(rawValue: form.string("mode")) ?? .create, matchOn: form.string("match_on"))
            try await imports.begin(id, .checking)
            return .redirect(to: source.path, type: .normal)
        } catch Failure.invalid(let errors) {
            return page(request, context, source, errors: errors)
        }
    }

    @Sendable private func check(_ request: Request, _ context: StaffContext) async throws -> Response {
        let id = try context.id()
        try await Imports(scope: context.scope).begin(id, .checking)
        return .redirect(to: "/imports/\(id.uuidString.lowercased())", type: .normal)
    }

    @Sendable private func start(_ request: Request, _ context: StaffContext) async throws -> Response {
        let id = try context.id()
        try await Imports(scope: context.scope).begin(id, .running)
        return .redirect(to: "/imports/\(id.uuidString.lowercased())", type: .normal)
    }

    /// The fragment that the page asks for while a run goes on.
    @Sendable private func progress(_ request: Request, _ context: StaffContext) async throws -> Response {
        let source = try await Imports(scope: context.scope).find(try context.id())
        return .page(ImportPage(source: source, errors: [], csrf: csrf(context), shown: context.shown).progress)
    }

    @Sendable private func rejects(_ request: Request, _ context: StaffContext) async throws -> Response {
        let source = try await Imports(scope: context.scope).find(try context.id())
        return .csvStream(filename: "rejected rows of \(source.fileName)", ImportRejects(source: source, scope: context.scope))
    }
}

enum ImportLimits {
    /// A million rows of contacts are about 200 MB.
    static let upload = MultipartLimits(total: 512 << 20, files: 1)
}

/// The rejected rows as they were, with the reason beside each, to be mended and sent again.
struct ImportRejects: AsyncSequence, Sendable {
    let source: Import
    let scope: TenantScope

    func makeAsyncIterator() -> Iterator { Iterator(source: source, scope: scope) }

    struct Iterator: AsyncIteratorProtocol {
        let source: Import
        let scope: TenantScope
        private var last = -1
        private var hasBegun = false
        private var isFinished = false

        init(source: Import, scope: TenantScope) {
            self.source = source
            self.scope = scope
        }

        mutating func next() async throws -> [UInt8]? {
            if isFinished { return nil }
            let rows = try await scope.database.read(ImportQueries.rejects(of: source.id, after: last, limit: 1_000)).decode(
                ImportReject.self)
            var writer = CSVWriter()
            if !hasBegun { writer.append(record: source.header + ["Reason", "Line"]) }
            hasBegun = true
            for reject in rows {
                let missing = Swift.max(0, source.header.count - reject.cells.count)
                for cell in reject.cells.prefix(source.header.count) { writer.append(cell) }
                for _ in 0..<missing { writer.append("") }
                writer.append(reject.reason)
                writer.append(number: reject.line)
                writer.endRecord()
            }
            last = rows.last?.record ?? last
            isFinished = rows.count < 1_000
            return writer.take()
        }
    }
}
