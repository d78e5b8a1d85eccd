import Foundation
import Hummingbird
import Platform
import Web

/// One's own profile and sessions.
struct AccountRoutes: Sendable {
    let crm: CRM

    func register(on pages: Endpoints<StaffContext>) {
        pages.page(.get, "/profile", handler: profile)
        pages.page(.post, "/profile", handler: saveProfile)
        pages.page(.get, "/profile/sessions", handler: sessions)
        pages.page(.post, "/profile/sessions/{id}/revocation", handler: revoke)
        pages.page(.post, "/profile/sessions/revocation", handler: revokeOthers)
    }

    @Sendable private func profile(_ request: Request, _ context: StaffContext) async throws -> Response {
        try await context.scope.database.verify()
        return profile(request, context, name: context.viewer.name, timeZone: context.viewer.timeZone.identifier, errors: [])
    }

    private func profile(_ request: Request, _ context: StaffContext, name: String, timeZone: String, errors: [FieldError]) -> Response {
        let error = { (field: String) in errors.first { $0.field == field }?.message }
        let zones = TimeZone.knownTimeZoneIdentifiers.map { Choice($0) }
        let form = Form(
            post: "/profile", csrf: crm.csrf.token(for: context.sessionID.uuidString),
            """
            \(FormField("Name", name: "name", .text(maxLength: 100), value: name, error: error("name"), required: true, autocomplete: "name"))\
            \(FormField("E-mail", name: "email", .email, value: context.viewer.email, disabled: true))\
            \(FormField("Time zone", name: "timezone", .combobox(zones), value: timeZone, error: error("timezone"), help: "Dates and times are shown in it."))\
            \(FormActions(Button("Save", kind: .primary)))
            """)
        let content: HTML =
            "\(Card("Profile", hint: context.viewer.roleLabel, form.html))\(Card(nil, ItemList([.init("Sessions", href: "/profile/sessions", detail: "Where you are signed in", leading: Icon.monitor.html)]).html))"
        return crm.page(
            request, context, title: "Your account", status: errors.isEmpty ? .ok : .unprocessableContent,
            content: ReadingColumn(content).html)
    }

    @Sendable private func saveProfile(_ request: Request, _ context: StaffContext) async throws -> Response {
        let form = try await request.form()
        let (name, timeZone) = (form.string("name"), form.string("timezone"))
        var errors: [FieldError] = []
        if name.isEmpty || name.count > 100 {
            errors.append(FieldError(field: "name", code: "required", message: "Give a name of at most 100 characters."))
        }
        if TimeZone(identifier: timeZone) == nil {
            errors.append(FieldError(field: "timezone", code: "unknown", message: "Choose a time zone like Europe/Paris."))
        }
        guard errors.isEmpty, let userID = context.viewer.userID else {
            return profile(request, context, name: name, timeZone: timeZone, errors: errors)
        }
        try await context.scope.database.write(UserQueries.setProfile(name: name, timeZone: timeZone, of: userID))
        return crm.redirect(context, to: "/profile", saying: "Saved.")
    }

    @Sendable private func sessions(_ request: Request, _ context: StaffContext) async throws -> Response {
        guard let userID = context.viewer.userID else { throw Failure.unauthenticated }
        let rows = try await context.scope.database.read(SessionQueries.list(of: userID, now: context.scope.now)).decode(SessionRow.self)
        let csrf = crm.csrf.token(for: context.sessionID.uuidString)
        let table = Table(
            "Sessions", columns: [.init("Where"), .init("Address"), .init("Last seen"), .init("State", phone: .badge)],
            rows: rows.map { session in
                let isThis = session.id == context.sessionID
                let end = Form(
                    post: "/profile/sessions/\(session.id.uuidString.lowercased())/revocation", csrf: csrf, layout: .bare,
                    Button("End", kind: .quiet, small: true).html)
                return Table.Row(
                    id: session.id.uuidString, label: session.agent,
                    cells: [
                        "\(UserAgent(session.agent).label)\(if: session.kind == "api", " \(Badge("API", dot: false))")",
                        "\(session.address)",
                        "\(context.shown.since(session.lastSeenAt))", isThis ? Badge("This one", tone: .success).html : end.html,
                    ])
            })
        let others = Form(post: "/profile/sessions/revocation", csrf: csrf, layout: .bare, Button("End all others", kind: .danger).html)
        return crm.page(
            request, context, title: "Sessions", crumbs: [Crumb("Your account", href: "/profile")],
            content: ReadingColumn("\(table)\(if: rows.count > 1, "<div>\(others)</div>")").html)
    }

    @Sendable private func revoke(_ request: Request, _ context: StaffContext) async throws -> Response {
        guard let userID = context.viewer.userID else { throw Failure.unauthenticated }
        let ended = try await context.scope.database.write(SessionQueries.revoke(try context.id(), of: userID, at: context.scope.now))
        guard ended.affected == 1 else { throw Failure.notFound }
        return crm.redirect(context, to: "/profile/sessions", saying: "The session has ended.")
    }

    @Sendable private func revokeOthers(_ request: Request, _ context: StaffContext) async throws -> Response {
        guard let userID = context.viewer.userID else { throw Failure.unauthenticated }
        try await context.scope.database.write(SessionQueries.revokeAll(of: userID, except: context.sessionID, at: context.scope.now))
        return crm.redirect(context, to: "/profile/sessions", saying: "All other sessions have ended.")
    }
}

/// What a browser says it is, in a few words.
struct UserAgent {
    let label: String

    init(_ header: String) {
        let browsers = [
            ("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"), ("curl/", "curl"),
            ("python", "Python"),
        ]
        let systems = [
            ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "Mac"), ("Linux", "Linux"),
        ]
        let parts = [browsers, systems].compactMap { names in names.first { header.contains($0.0) }?.1 }
        label = parts.isEmpty ? (header.isEmpty ? "Unknown" : String(header.prefix(40))) : parts.joined(separator: " on ")
    }
}
