import Platform
import Web

/// The pages around signing in, in the tenant's brand.
struct AuthPages: Sendable {
    let brand: BrandProfile
    let theme: Theme
    let assets: Assets
    let csrf: String
    let flash: Flash?
    let texts: Texts

    func logIn(email: String, next: String, problem: Phrase?) -> HTML {
        let form = Form(
            post: "/login", csrf: csrf,
            """
            \(problem.map { Notice(.danger, "\(texts($0))").html })\
            <input type="hidden" name="next" value="\(next)">\
            \(FormField(texts("E-mail"), name: "email", .email, value: email, required: true, autocomplete: "username", autofocus: true))\
            \(FormField(
                texts("Password"), name: "password", .password(show: texts("Show what is typed")), required: true,
                autocomplete: "current-password"))\
            \(FormActions(Button(texts("Log in"), kind: .primary)))
            """)
        return page(
            title: texts("Log in"), lead: brand.loginText.isEmpty ? nil : "\(brand.loginText)", form.html,
            footer: "<a href=\"/forgot\">\(texts("Forgot your password?"))</a>")
    }

    /// - Parameter challenge: says whose password was right.
    func code(challenge: String, next: String, problem: Phrase?) -> HTML {
        let form = Form(
            post: "/login/code", csrf: csrf,
            """
            \(problem.map { Notice(.danger, "\(texts($0))").html })\
            <input type="hidden" name="challenge" value="\(challenge)"><input type="hidden" name="next" value="\(next)">\
            \(FormField(
                texts("Code"), name: "code", .text(maxLength: 40), help: texts("From your authenticator app, or one of your recovery codes."),
                required: true, autocomplete: "one-time-code", autofocus: true))\
            \(FormActions(Button(texts("Log in"), kind: .primary)))
            """)
        return page(
            title: texts("One more step"), lead: "\(texts("Your password was right. Now enter the code that your app shows."))", form.html,
            footer: backToLogIn)
    }

    func forgot() -> HTML {
        let form = Form(
            post: "/forgot", csrf: csrf,
            """
            \(FormField(texts("E-mail"), name: "email", .email, required: true, autocomplete: "username", autofocus: true))\
            \(FormActions(Button(texts("Send a link"), kind: .primary)))
            """)
        return page(
            title: texts("A new password"), lead: "\(texts("We mail you a link with which to choose one."))", form.html,
            footer: backToLogIn)
    }

    func resetSent(to email: String) -> HTML {
        page(
            title: texts("Look into your mail"),
            lead: "\(texts("If \(email) belongs to somebody here, a link is on its way. It works for three hours."))",
            .empty, footer: backToLogIn)
    }

    func choosePassword(_ purpose: UserLinks.Purpose, for user: User, path: String, problem: Phrase?) -> HTML {
        let form = Form(
            post: path, csrf: csrf,
            """
            <input type="hidden" name="email" value="\(user.email)" autocomplete="username">\
            \(FormField(
                texts("Password"), name: "password", .password(show: texts("Show what is typed")), error: texts(ifAny: problem),
                help: texts("At least ten characters; several words are best."), required: true, autocomplete: "new-password", autofocus: true))\
            \(FormActions(Button(texts(purpose == .invitation ? "Start" : "Set password"), kind: .primary)))
            """)
        return page(
            title: texts(purpose == .invitation ? "Welcome, \(user.name)" : "A new password"),
            lead: "\(texts("For \(user.email)"))", form.html, footer: nil)
    }

    private var backToLogIn: HTML { "<a href=\"/login\">\(texts("Back to the log-in"))</a>" }

    private func page(title: String, lead: HTML?, _ content: HTML, footer: HTML?) -> HTML {
        let message = flash.map { Notice(.info, "\($0.text)").html }
        return PlainPage(brand: brand.shown, theme: theme, assets: assets, texts: texts, footer: footer)
            .page(title: title, lead: lead, content: "\(message)\(content)")
    }
}
