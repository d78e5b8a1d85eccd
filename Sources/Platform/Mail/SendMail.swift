import Foundation
import Web

/// Sends one message. The message id is made when the job is queued, so that a second attempt is recognisable as the same mail.
public struct SendMail: Job {
    public static let kind = "mail.send"

    let to: String
    let subject: String
    let text: String
    let html: String?
    let headers: [String: String]?
    let messageID: UUID
    let inReplyTo: String?
    let references: [String]?

    public init(
        to: EmailAddress, subject: String, text: String, html: String? = nil, headers: [String: String] = [:], inReplyTo: String? = nil,
        references: [String] = []
    ) {
        self.to = to.description
        self.subject = subject
        self.text = text
        self.html = html
        self.headers = headers
        self.inReplyTo = inReplyTo
        self.references = references
        messageID = UUID.v7()
    }

    public func run(in context: JobContext) async throws {
        let configuration = context.platform.configuration
        try await context.platform.mail.send(
            MailMessage(
                from: try EmailAddress(configuration.emailFrom), fromName: context.scope.tenant.brand.name, to: [try EmailAddress(to)],
                subject: subject, text: text, html: html, headers: headers ?? [:],
                messageID: "\(messageID.text)@\(configuration.baseDomain)", inReplyTo: inReplyTo,
                references: references ?? []))
    }
}
