import Foundation
import Web

/// A mail as it was handed over.
struct ResendMail: Sendable {
    let id: UUID
    let createdAt: Date
    let from: String
    let to: [String]
    let cc: [String]
    let bcc: [String]
    let replyTo: [String]
    let subject: String
    let text: String?
    let html: String?
    let headers: [(name: String, value: String)]

    /// - Throws: `ResendError` as Resend refuses it.
    init(_ body: JSONValue, at date: Date) throws(ResendError) {
        id = UUID.v7(at: date)
        createdAt = date
        from = try Self.required("from", in: body)
        to = try Self.addresses("to", in: body)
        cc = try Self.addresses("cc", in: body)
        bcc = try Self.addresses("bcc", in: body)
        replyTo = try Self.addresses("reply_to", in: body)
        subject = try Self.required("subject", in: body)
        text = body["text"]?.string
        html = body["html"]?.string
        headers = body["headers"]?.object?.members.compactMap { member in member.value.string.map { (member.name, $0) } } ?? []
        guard Self.isMailbox(from) else {
            throw .invalid(
                "Invalid `from` field. The email address needs to follow the `email@example.com` or `Name <email@example.com>` format.")
        }
        guard !to.isEmpty else { throw .missing("to") }
        guard to.count + cc.count + bcc.count <= 50 else { throw .invalid("The `to` field must have at most 50 recipients.") }
        guard text != nil || html != nil else { throw .missing("html` or `text") }
    }

    /// What became of it: Resend has addresses for trying that out.
    var lastEvent: String {
        switch to.first?.prefix(while: { $0 != "@" && $0 != "+" }) {
        case "bounced"? where isForTrying: "bounced"
        case "complained"? where isForTrying: "complained"
        default: "delivered"
        }
    }

    private var isForTrying: Bool { to.first?.hasSuffix("@resend.dev") == true }

    private static func required(_ name: String, in body: JSONValue) throws(ResendError) -> String {
        guard let text = body[name]?.string, !text.isEmpty else { throw .missing(name) }
        return text
    }

    /// One address, or a list of them.
    private static func addresses(_ name: String, in body: JSONValue) throws(ResendError) -> [String] {
        let texts: [String]
        switch body[name] {
        case nil, .null?: texts = []
        case .string(let text)?: texts = [text]
        case let value?: texts = value.array?.compactMap(\.string) ?? []
        }
        guard texts.allSatisfy(isMailbox) else {
            throw .invalid(
                "Invalid `\(name)` field. The email address needs to follow the `email@example.com` or `Name <email@example.com>` format.")
        }
        return texts
    }

    private static func isMailbox(_ text: String) -> Bool {
        let address = text.hasSuffix(">") ? text.split(separator: "<").last.map { String($0.dropLast()) } ?? "" : text
        return !text.contains("\n") && address.firstMatch(of: /^[^\s@<>,]+@[^\s@<>,]+\.[^\s@<>,]+$/) != nil
    }
}

extension ResendMail: JSONWritable {
    func write(to json: inout JSONWriter) {
        json.object {
            $0.field("object", "email")
            $0.field("id", id.text)
            $0.field("to") { $0.array(to) { $0.value($1) } }
            $0.field("from", from)
            $0.field("created_at", Instant.text(createdAt))
            $0.field("subject", subject)
            $0.field("html", html)
            $0.field("text", text)
            $0.field("bcc") { $0.array(bcc) { $0.value($1) } }
            $0.field("cc") { $0.array(cc) { $0.value($1) } }
            $0.field("reply_to") { $0.array(replyTo) { $0.value($1) } }
            $0.field("last_event", lastEvent)
        }
    }
}
