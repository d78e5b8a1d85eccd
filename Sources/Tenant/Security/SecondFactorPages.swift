import Platform
import Web

struct SecondFactorPages: Sendable {
    let issuer: String
    let email: String
    let csrf: String
    let texts: Texts

    private static let path = "/profile/second-factor"

    func absent(isRequired: Bool) -> HTML {
        let why = texts("With it, nobody gets in with your password alone. You need an app such as the password manager of your phone.")
        return """
            \(if: isRequired, "\(Notice(.warning, "\(texts("Everybody here needs a second factor. Please set yours up now."))"))")\
            \(Card(texts("Second factor"), "<div class=\"stack\"><p>\(why)</p>\(button("", texts("Set it up"), .primary))</div>"))
            """
    }

    func begun(_ password: OneTimePassword, problem: String?) -> HTML {
        let address = password.address(issuer: issuer, account: email).revealed
        let form = Form(
            post: "\(Self.path)/confirmation", csrf: csrf,
            """
            \(FormField(
                texts("Code"), name: "code", .text(maxLength: 10), error: problem, help: texts("Six digits that the app shows now."),
                required: true, autocomplete: "one-time-code", autofocus: true))\
            \(FormActions(
                Button(texts("Turn it on"), kind: .primary), cancel: Button(texts("Cancel"), kind: .quiet, href: "/profile")))
            """)
        return Card(
            texts("Read this with your app"),
            """
            <p>\(QRCode(address, label: texts("QR code for your authenticator app")).map { $0.html })</p>\
            <p class="muted">\(texts("Or type this key:"))</p>\(CodeBlock(texts("Key"), grouped(password.secret), copies: texts("Copy")))\(form)
            """
        ).html
    }

    /// Shown once.
    func codes(_ codes: [RecoveryCode]) -> HTML {
        """
        \(Notice(.success, title: texts("Your second factor is on"), "\(texts("Keep these codes where you find them without your phone. Each works once, and they are not shown again."))"))\
        \(Card(
            texts("Recovery codes"),
            "\(CodeBlock(texts("Recovery codes"), codes.map(\.text).joined(separator: "\n"), copies: texts("Copy")))<p>\(Button(texts("I have kept them"), kind: .primary, href: "/profile"))</p>"
        ))
        """
    }

    func active(remaining: Int) -> HTML {
        let left = texts(remaining, one: "\(remaining) recovery code is left.", other: "\(remaining) recovery codes are left.")
        return """
            \(Card(
                texts("Second factor"), hint: texts("On"),
                "<div class=\"stack\"><p>\(texts("Signing in asks for a code of your app."))</p>\(button("/removal", texts("Turn it off"), .danger))</div>"))\
            \(Card(texts("Recovery codes"), "<div class=\"stack\"><p>\(left)</p>\(button("/codes", texts("Make new ones"), .secondary))</div>"))
            """
    }

    private func button(_ path: String, _ label: String, _ kind: Button.Kind) -> HTML {
        Form(post: Self.path + path, csrf: csrf, layout: .bare, Button(label, kind: kind).html).html
    }

    /// In groups of four, as people type.
    private func grouped(_ secret: Secret) -> String {
        let letters = Array(secret.revealed)
        return stride(from: 0, to: letters.count, by: 4).map { String(letters[$0..<min($0 + 4, letters.count)]) }.joined(separator: " ")
    }
}
