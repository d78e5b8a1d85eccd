import Foundation
import Platform
import Web

extension MailMessage {
    /// An ordinary message; tests change what they are about.
    static func sample(to: String..., change: (inout MailMessage) -> Void = { _ in }) throws -> MailMessage {
        var message = MailMessage(
            from: try EmailAddress("crm@brightwater.example"), fromName: "Brightwater", to: try to.map { try EmailAddress($0) },
            subject: "Your quote", text: "Hello Ann,\n\nhere it is.\n")
        change(&message)
        return message
    }
}
