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

    private func link(_ purpose: String, _ token: Token) -> String {
        "\(baseURL)/\(purpose)/\(token.text)"
    }

    private func mail(to address: EmailAddress, subject: Phrase, _ paragraphs: [Phrase]) -> SendMail {
        SendMail(to: address, subject: texts(subject), text: paragraphs.map { texts($0) }.joined(separator: "\n\n"))
    }
}
