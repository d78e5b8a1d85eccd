import Foundation
import Hummingbird
import Platform
import Postgres
import Web

/// What admins ask of everybody who works here, and who has come in.
struct SecuritySettings: Sendable {
    let crm: CRM

    func register(on pages: Endpoints<StaffContext>) {
        pages.page(.get, "/settings/security", handler: show)
        pages.page(.post, "/settings/security", handler: save)
    }

    @Sendable private func show(_ request: Request, _ context: StaffContext) async throws -> Response {
        try context.requireAdmin()
        let answers = try await context.scope.database.read([
            Self.requiresSecondFactor, Self.peopleWithout, SignInLog.list(of: nil),
        ])
        let isRequired = try answers[0].first?.decode(Bool.self) ?? false
        let people = try answers[1].decode(PersonWithout.self)
        let entries = try answers[2].decode(SignInLog.Entry.self)
        let texts = context.texts
        let without = ItemList(people.map { ItemList.Item($0.name, href: "/settings/users/\($0.id)", detail: $0.email) })
        let content: HTML = """
            \(Card(texts("Signing in"), form(isRequired, context).html))\
            \(Card(texts("Without a second factor"), count: people.count, people.isEmpty ? "<p class=\"muted\">\(texts("Everybody has one."))</p>" : without.html))\
            \(Card(texts("Sign-ins"), flush: true, SignInLog.table(entries, showsNames: true, context.shown)))
            """
        return crm.page(
            request, context, title: texts("Security"), crumbs: [Crumb(texts("Settings"), href: "/settings")],
            content: ReadingColumn(content).html)
    }

    private func form(_ isRequired: Bool, _ context: StaffContext) -> Form {
        let texts = context.texts
        return Form(
            post: "/settings/security", csrf: crm.csrf.token(for: context),
            """
            \(FormField(
                texts("Everybody needs a second factor"), name: "requires_second_factor", .checkbox, value: isRequired ? "1" : nil,
                help: texts("Who has none sets one up before anything else. Programs that sign in with a password need it, too.")))\
            \(FormActions(Button(texts("Save"), kind: .primary)))
            """)
    }

    @Sendable private func save(_ request: Request, _ context: StaffContext) async throws -> Response {
        try context.requireAdmin()
        try await context.requireConfirmation()
        let isRequired = try await request.form().bool("requires_second_factor")
        try await context.scope.database.transaction { transaction in
            _ = try await transaction.pipeline([
                """
                insert into security_settings (id, requires_second_factor) values (1, \(isRequired))
                on conflict (id) do update set requires_second_factor = excluded.requires_second_factor
                """,
                // Whether somebody has to set one up is part of what is remembered of them.
                UserQueries.everybodysAccessChanged,
            ])
            try await transaction.record(
                Event(
                    "security.changed", recordType: "tenant", recordID: context.tenant.id,
                    after: JSON(text: "{\"requires_second_factor\":\(isRequired)}")))
        }
        return crm.redirect(context, to: "/settings/security", saying: "Saved.")
    }

    private static let requiresSecondFactor: SQL = "select requires_second_factor from security_settings"
    private static let peopleWithout: SQL = """
        select u.id, u.name, u.email from users u
        where u.status = 'active' and not exists (select from second_factors f where f.user_id = u.id and f.confirmed_at is not null)
        order by lower(u.name), u.id limit 200
        """

    private struct PersonWithout: RowDecodable, Sendable {
        let id: String
        let name: String
        let email: String

        init(row: inout RowReader) throws {
            id = try row.next(UUID.self).text
            name = try row.next()
            email = try row.next()
        }
    }

    /// Whether the person has to set one up before anything else.
    /// - Parameter userID: the column that says who.
    static func mustAdd(_ userID: SQL) -> SQL {
        """
        exists (
            select from security_settings where requires_second_factor
            and not exists (select from second_factors f where f.user_id = \(userID) and f.confirmed_at is not null)
        )
        """
    }
}
