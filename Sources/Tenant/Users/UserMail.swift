import Platform
import Web

/// The mails that let people set a password.
enum UserMail {
    static func invitation(to address: EmailAddress, name: String, token: Token, baseURL: String, brand: BrandProfile) -> SendMail {
        SendMail(
            to: address, subject: "You are invited to \(brand.name)",
            text: """
                Hello \(name),

                you have been invited to \(brand.name). Choose a password here to get started:

                \(baseURL)/invitation/\(token.text)

                The link works once, within seven days.
                """)
    }

    static func reset(to address: EmailAddress, token: Token, baseURL: String, brand: BrandProfile) -> SendMail {
        SendMail(
            to: address, subject: "A new password for \(brand.name)",
            text: """
                Somebody, hopefully you, asked for a new password. Choose one here:

                \(baseURL)/reset/\(token.text)

                The link works once, within three hours. If it was not you, there is nothing to do: your password stays as it is.
                """)
    }
}
