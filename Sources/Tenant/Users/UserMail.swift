import Platform
import Web

/// The mails that let people set a password.
struct UserMail: Sendable {
    let texts: Texts
    let baseURL: String
    let brand: BrandProfile

    func invitation(to address: EmailAddress, name: String, token: Token) -> SendMail {
        mail(
            to: address, subject: "You are invited to \(brand.name)",
            [
                "Hello \(name),", "you have been invited to \(brand.name). Choose a password here to get started:",
                "\(link("invitation", token))", "The link works once, within seven days.",
            ])
    }

    func reset(to address: EmailAddress, token: Token) -> SendMail {
        mail(
            to: address, subject: "A new password for \(brand.name)",
            [
                "Somebody, hopefully you, asked for a new password. Choose one here:", "\(link("reset", token))",
                """
                The link works once, within three hours. If it was not you, there is nothing to do: your password stays as it is.
                """,
            ])
    }

    func passwordChanged(to address: EmailAddress) -> SendMail {
        notice(to: address, "Your password was changed", "the password of your account was changed just now.")
    }

    func secondFactorRemoved(from address: EmailAddress) -> SendMail {
        notice(to: address, "Your second factor was turned off", "from now on your password alone is enough to sign in.")
    }

    func keyMade(for address: EmailAddress, name: String) -> SendMail {
        notice(
            to: address, "A new API key",
            "a key named \(name) was made just now, with which programs act as you. A password set through a reset link ends all keys.")
    }

    /// Of what people should hear about even if it was not they who did it.
    private func notice(to address: EmailAddress, _ subject: Phrase, _ what: Phrase) -> SendMail {
        mail(
            to: address, subject: "\(brand.name): \(subject)",
            [what, "If it was not you, set a new password at once, and tell an admin of your account."])
    }

    private func link(_ purpose: String, _ token: Token) -> String {
        "\(baseURL)/\(purpose)/\(token.text)"
    }

    private func mail(to address: EmailAddress, subject: Phrase, _ paragraphs: [Phrase]) -> SendMail {
        SendMail(to: address, subject: texts(subject), text: paragraphs.map { texts($0) }.joined(separator: "\n\n"))
    }
}

extension UserMail {
    /// To the person at hand.
    init(_ context: StaffContext) {
        self.init(texts: context.texts, baseURL: context.baseURL, brand: context.tenant.brand)
    }
}
