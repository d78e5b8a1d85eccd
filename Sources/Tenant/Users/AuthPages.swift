import Platform
import Web

/// The pages around signing in, in the tenant's brand.
struct AuthPages: Sendable {
    let brand: BrandProfile
    let theme: Theme
    let assets: Assets
    let csrf: String
    let flash: Flash?

    func logIn(email: String, next: String, problem: String?) -> HTML {
        let form = Form(
            post: "/login", csrf: csrf,
            """
            \(problem.map { Notice(.danger, "\($0)").html })\
            <input type="hidden" name="next" value="\(next)">\
            \(FormField("E-mail", name: "email", .email, value: email, required: true, autocomplete: "username", autofocus: true))\
            \(FormField("Password", name: "password", .password(), required: true, autocomplete: "current-password"))\
            \(FormActions(Button("Log in", kind: .primary)))
            """)
        return page(
            title: "Log in", lead: brand.loginText.isEmpty ? nil : "\(brand.loginText)", form.html,
            footer: "<a href=\"/forgot\">Forgot your password?</a>")
    }

    func forgot() -> HTML {
        let form = Form(
            post: "/forgot", csrf: csrf,
            """
            \(FormField("E-mail", name: "email", .email, required: true, autocomplete: "username", autofocus: true))\
            \(FormActions(Button("Send a link", kind: .primary)))
            """)
        return page(title: "A new password", lead: "We mail you a link with which to choose one.", form.html, footer: Self.backToLogIn)
    }

    func resetSent(to email: String) -> HTML {
        page(
            title: "Look into your mail",
            lead: "If \(email) belongs to somebody here, a link is on its way. It works for three hours.",
            .empty, footer: Self.backToLogIn)
    }

    func choosePassword(_ purpose: UserLinks.Purpose, for user: User, path: String, problem: String?) -> HTML {
        let form = Form(
            post: path, csrf: csrf,
            """
            <input type="hidden" name="email" value="\(user.email)" autocomplete="username">\
            \(FormField(
                "Password", name: "password", .password(), error: problem, help: "At least ten characters; several words are best.",
                required: true, autocomplete: "new-password", autofocus: true))\
            \(FormActions(Button(purpose == .invitation ? "Start" : "Set password", kind: .primary)))
            """)
        return page(
            title: purpose == .invitation ? "Welcome, \(user.name)" : "A new password", lead: "For \(user.email)", form.html, footer: nil)
    }

    private static let backToLogIn: HTML = "<a href=\"/login\">Back to the log-in</a>"

    private func page(title: String, lead: HTML?, _ content: HTML, footer: HTML?) -> HTML {
        let message = flash.map { Notice(.info, "\($0.text)").html }
        return PlainPage(brand: brand.shown, theme: theme, assets: assets, footer: footer)
            .page(title: title, lead: lead, content: "\(message)\(content)")
    }
}
