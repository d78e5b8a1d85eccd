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
        let viewer = context.viewer
        return profile(
            request, context, name: viewer.name, timeZone: viewer.timeZone.identifier, language: viewer.language ?? "", errors: [])
    }

    private func profile(
        _ request: Request, _ context: StaffContext, name: String, timeZone: String, language: String, errors: [FieldError]
    ) -> Response {
        let texts = context.texts
        let zones = TimeZone.knownTimeZoneIdentifiers.map { Choice($0) }
        let form = Form(
            post: "/profile", csrf: crm.csrf.token(for: context),
            """
            \(FormField(
                texts("Name"), name: "name", .text(maxLength: 100), value: name,
                error: texts.error("name", in: errors), required: true, autocomplete: "name"))\
            \(FormField(texts("E-mail"), name: "email", .email, value: context.viewer.email, disabled: true))\
            \(FormField(
                texts("Time zone"), name: "timezone", .combobox(zones), value: timeZone, error: texts.error("timezone", in: errors),
                help: texts("Dates and times are shown in it.")))\
            \(languageField(context, chosen: language))\(FormActions(Button(texts("Save"), kind: .primary)))
            """)
        let content: HTML =
            "\(Card(texts("Profile"), hint: texts(context.viewer.roleLabel), form.html))\(Card(nil, ItemList(places(texts)).html))"
        return crm.page(
            request, context, title: texts("Your account"), status: errors.isEmpty ? .ok : .unprocessableContent,
            content: ReadingColumn(content).html)
    }

    private func places(_ texts: Texts) -> [ItemList.Item] {
        crm.features.flatMap(\.settings).filter { $0.path.hasPrefix("/profile/") }.sorted { $0.order < $1.order }.map { $0.item(texts) }
    }

    /// A choice only where there is one.
    private func languageField(_ context: StaffContext, chosen: String) -> FormField? {
        let languages = context.scope.languages.all.map(\.language)
        guard languages.count > 1 else { return nil }
        return FormField(
            context.texts("Language"), name: "language",
            .select(languages.map { Choice($0.tag, $0.name) }, blank: context.texts("As the browser asks")),
            value: chosen)
    }

    @Sendable private func saveProfile(_ request: Request, _ context: StaffContext) async throws -> Response {
        let form = try await request.form()
        let (name, timeZone) = (form.string("name"), form.string("timezone"))
        let language = context.scope.languages.texts(form.string("language"))?.language.tag ?? ""
        var errors: [FieldError] = []
        if name.isEmpty || name.count > 100 {
            errors.append(FieldError(field: "name", code: "required", message: "Give a name of at most 100 characters."))
        }
        if TimeZone(identifier: timeZone) == nil {
            errors.append(FieldError(field: "timezone", code: "unknown", message: "Choose a time zone like Europe/Paris."))
        }
        guard errors.isEmpty, let userID = context.viewer.userID else {
            return profile(request, context, name: name, timeZone: timeZone, language: language, errors: errors)
        }
        try await context.scope.database.write(
            UserQueries.setProfile(name: name, timeZone: timeZone, language: language, of: userID))
        var context = context
        // The next page is in the language just chosen, and so is what it says first.
        context.texts = context.scope.languages.texts(language) ?? context.texts
        return crm.redirect(context, to: "/profile", saying: "Saved.")
    }

    @Sendable private func sessions(_ request: Request, _ context: StaffContext) async throws -> Response {
        guard let userID = context.viewer.userID else { throw Failure.unauthenticated }
        let rows = try await context.scope.database.read(SessionQueries.list(of: userID, now: context.scope.now)).decode(SessionRow.self)
        let csrf = crm.csrf.token(for: context)
        let texts = context.texts
        let table = Table(
            texts("Sessions"),
            columns: [
                .init(texts("Where")), .init(texts("Address")), .init(texts("Last seen")), .init(texts("State"), phone: .badge),
            ],
            rows: rows.map { session in
                let isThis = session.id == context.sessionID
                let end = Form(
                    post: "/profile/sessions/\(session.id.text)/revocation", csrf: csrf, layout: .bare,
                    Button(texts("End"), kind: .quiet, small: true).html)
                return Table.Row(
                    id: session.id.uuidString, label: session.agent,
                    cells: [
                        "\(texts(UserAgent(session.agent).label))\(if: session.kind == "api", " \(Badge("API", dot: false))")",
                        "\(session.address)",
                        "\(context.shown.since(session.lastSeenAt))", isThis ? Badge(texts("This one"), tone: .success).html : end.html,
                    ])
            }, texts: texts)
        let others = Form(
            post: "/profile/sessions/revocation", csrf: csrf, layout: .bare, Button(texts("End all others"), kind: .danger).html)
        return crm.page(
            request, context, title: texts("Sessions"), crumbs: [Crumb(texts("Your account"), href: "/profile")],
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
    let label: Phrase

    init(_ header: String) {
        let browsers = [
            ("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"), ("curl/", "curl"),
            ("python", "Python"),
        ]
        let systems = [
            ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "Mac"), ("Linux", "Linux"),
        ]
        let parts = [browsers, systems].compactMap { names in names.first { header.contains($0.0) }?.1 }
        label = Self.label(parts, header)
    }
    private static func label(_ parts: [String], _ header: String) -> Phrase {
        switch parts.count {
        case 0: header.isEmpty ? "Unknown" : "\(header.prefix(40))"
        case 1: "\(parts[0])"
        default: "\(parts[0]) on \(parts[1])"
        }
    }
}
