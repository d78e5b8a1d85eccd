import Hummingbird
import Platform
import Postgres
import Web

/// How much of everything a tenant has.
struct UsageRoutes: Sendable {
    let crm: CRM

    func register(on pages: Endpoints<StaffContext>) {
        pages.page(.get, "/settings/usage", handler: show)
    }

    @Sendable private func show(_ request: Request, _ context: StaffContext) async throws -> Response {
        try context.requireAdmin()
        let texts = context.texts
        let row = try await context.scope.database.read(Self.sizes).first
        let (people, active, files, fileBytes, bytes) = try row?.decode((Int, Int, Int, Int, Int).self) ?? (0, 0, 0, 0, 0)
        var cards = [
            StatCard(
                texts("People"), value: texts.grouped(people), note: texts("\(grouped: active) here in the last 30 days"),
                href: "/settings/users"),
            StatCard(texts("Files"), value: texts.grouped(files), note: FileSize(bytes: fileBytes).text(texts)),
            StatCard(texts("Database"), value: FileSize(bytes: bytes).text(texts), note: texts("With history and indexes")),
        ]
        for type in context.viewer.records.all {
            let query = RecordQuery(type, viewer: context.viewer)
            let counted = try await context.scope.database.read(query.count(upTo: RecordTotal.exactUpTo + 1)).first?.decode(Int.self) ?? 0
            let total = try await RecordTotal.of(query, counted: counted, in: context.scope)
            let value = total.isEstimate ? texts("about \(grouped: total.count)") : texts.grouped(total.count)
            cards.append(StatCard(texts(type.pluralLabel), value: value, href: type.path))
        }
        return crm.page(
            request, context, title: texts("Usage"), crumbs: [Crumb(texts("Settings"), href: "/settings")],
            content: Grid(.stats, "\(each: cards, { $0.html })").html)
    }

    private static let sizes: SQL = """
        select (select count(*) from users where status = 'active'),
               (select count(distinct user_id) from sign_ins where at > now() - interval '30 days' and outcome like 'signed_in%'),
               (select count(*) from stored_files), (select coalesce(sum(size), 0)::bigint from stored_files),
               (select coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint from pg_class c
                where c.relnamespace = (select relnamespace from pg_class where oid = '_identity'::regclass) and c.relkind = 'r')
        """
}
