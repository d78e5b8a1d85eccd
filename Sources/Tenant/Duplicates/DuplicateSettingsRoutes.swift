import Foundation
import Hummingbird
import Platform
import Postgres
import Web

/// Where admins say what happens when somebody adds what is there already.
struct DuplicateSettingsRoutes: Sendable {
    let crm: CRM

    func register(on pages: Endpoints<StaffContext>) {
        pages.page(.get, "/settings/duplicates", handler: show)
        pages.page(.post, "/settings/duplicates", handler: save)
    }

    private func types(_ context: StaffContext) -> [RecordType] { context.viewer.records.all.filter { $0.duplicates != nil } }

    @Sendable private func show(_ request: Request, _ context: StaffContext) async throws -> Response {
        try context.requireAdmin()
        let rows = try await context.scope.database.read(DuplicateSettingQueries.all)
        let known = Dictionary(uniqueKeysWithValues: try rows.map { try $0.decode((String, String).self) })
        let texts = context.texts
        let fields = types(context).map { type in
            FormField(
                texts("When somebody adds a \(type.label.lowercased())"), name: type.name,
                .radios(DuplicateWarning.allCases.map { Choice($0.rawValue, texts($0.label)) }),
                value: known[type.name] ?? DuplicateWarning.warn.rawValue, id: "field-\(type.name)")
        }
        let form = Form(
            post: "/settings/duplicates", csrf: crm.csrf.token(for: context),
            """
            <p class="muted">\(texts("Programs and imports are never warned. Where adding is refused, programs are too, unless they ask for it with duplicates=allow."))</p>\
            \(each: fields, { $0.html })\
            \(FormActions(Button(texts("Save"), kind: .primary), cancel: Button(texts("Cancel"), kind: .quiet, href: "/settings")))
            """)
        return crm.page(
            request, context, title: texts("Duplicates"), crumbs: [Crumb(texts("Settings"), href: "/settings")],
            content: ReadingColumn(Card(nil, form.html).html).html)
    }

    @Sendable private func save(_ request: Request, _ context: StaffContext) async throws -> Response {
        try context.requireAdmin()
        let form = try await request.form()
        let chosen = try types(context).map { type -> (RecordType, DuplicateWarning) in
            guard let warning = DuplicateWarning(rawValue: form.string(type.name)) else {
                throw Failure.invalid(type.name, "unknown", "Choose one of the three.")
            }
            return (type, warning)
        }
        try await context.scope.database.transaction { transaction in
            _ = try await transaction.pipeline(chosen.map { DuplicateSettingQueries.save($0.1, for: $0.0) })
            try await transaction.record(
                Event(
                    "duplicates.configured", recordType: "tenant", recordID: context.tenant.id,
                    after: JSON(.object(chosen.reduce(into: JSONObject()) { $0[$1.0.name] = .string($1.1.rawValue) }))))
        }
        return crm.redirect(context, to: "/settings/duplicates", saying: "Saved.")
    }
}
