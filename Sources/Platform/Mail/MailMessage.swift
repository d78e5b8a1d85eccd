import Foundation
import Web

/// One e-mail: always with a plain text body, perhaps with the same as HTML.
///
/// Any text is safe in any place. Line ends in a subject, name or header are written as spaces, so that nothing a
/// person typed can add a header or a recipient.
public struct MailMessage: Sendable, Hashable {
    public var from: EmailAddress
    /// The name shown beside the sender's address.
    public var fromName: String?
    public var to: [EmailAddress]
    public var subject: String
    public var text: String
    public var html: String?
    /// Further headers, such as `Reply-To` and `List-Unsubscribe`. Names are those of RFC 5322; one that has other
    /// characters, or that the message itself writes, fails the sending for good.
    public var headers: [String: String]
    /// Unique, `something@domain`. Keep it when sending again, so that the receiver can tell it is the same mail.
    public var messageID: String
    /// The id of the message that this one answers.
    public var inReplyTo: String?
    /// The ids of the conversation so far, the oldest first; what is answered is added by itself.
    public var references: [String]
    public var date: Date

    /// - Parameter messageID: `nil` for a new one at the sender's domain.
    public init(
        from: EmailAddress, fromName: String? = nil, to: [EmailAddress], subject: String, text: String,
        html: String? = nil, headers: [String: String] = [:], messageID: String? = nil, inReplyTo: String? = nil,
        references: [String] = [], date: Date = Date()
    ) {
        self.from = from
        self.fromName = fromName
        self.to = to
        self.subject = subject
        self.text = text
        self.html = html
        self.headers = headers
        self.messageID = messageID ?? "\(UUID.v7(at: date).text)@\(from.asciiDomain)"
        self.inReplyTo = inReplyTo
        self.references = references
        self.date = date
    }
}

extension MailMessage {
    /// The headers by which mail programs put messages into conversations (RFC 5322, 3.6.4).
    var threadHeaders: [(name: String, value: String)] {
        let conversation = references + (inReplyTo.map { references.contains($0) ? [] : [$0] } ?? [])
        let answered = inReplyTo.map { [("In-Reply-To", "<\(HeaderText.identifier($0))>")] } ?? []
        guard !conversation.isEmpty else { return answered }
        // The first says whose conversation it is; of a long one the latest are enough.
        let kept = conversation.prefix(1) + conversation.dropFirst().suffix(20)
        return answered + [("References", kept.map { "<\(HeaderText.identifier($0))>" }.joined(separator: "\r\n "))]
    }
}
