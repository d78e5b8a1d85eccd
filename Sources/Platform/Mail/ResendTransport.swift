import Foundation
import HTTPTypes
import Web

/// Hands messages to Resend (https://resend.com/docs/api-reference/emails/send-email).
///
/// The message's id is the idempotency key: a job that runs twice, because its server died in between, sends one mail.
public struct ResendTransport: MailTransport {
    private let key: Secret
    private let vendor: Vendor

    /// - Parameters:
    ///   - base: `https://api.resend.com`, or where something speaks like it.
    ///   - retries: none by default, since jobs repeat what fails.
    public init(key: Secret, base: String, retries: RetryPlan = .once) {
        self.key = key
        vendor = Vendor("Resend", base: base, retries: retries)
    }

    public func send(_ message: MailMessage) async throws {
        let answer: OutboundResponse
        do {
            answer = try await vendor.send(try request(message))
        } catch let error as OutboundError {
            throw MailError(.transient, reason: "Resend: \(error)")
        }
        if answer.isSuccess || answer.isKnownMail { return }
        throw MailError(answer.isRefusal ? .permanent : .transient, replyCode: answer.status, reason: answer.explanation)
    }

    private func request(_ message: MailMessage) throws -> OutboundRequest {
        let id = HeaderText.identifier(message.messageID)
        return OutboundRequest(
            .post, vendor.url("/emails"),
            headers: [
                .authorization: "Bearer \(key.revealed)", .contentType: "application/json", .idempotencyKey: String(id.prefix(256)),
            ],
            body: .bytes(try ResendMail(message).json))
    }
}

/// A message in Resend's words.
private struct ResendMail {
    private let message: MailMessage
    private let headers: [(name: String, value: String)]

    /// - Throws: a permanent ``MailError`` for what no transport would send.
    init(_ message: MailMessage) throws {
        guard !message.to.isEmpty else { throw MailError(.permanent, reason: "it has no recipient") }
        self.message = message
        headers =
            [("Message-ID", "<\(HeaderText.identifier(message.messageID))>")]
            + message.threadHeaders.map { ($0.name, $0.value.replacing("\r\n", with: "")) }
            + (try message.headers.sorted { $0.key < $1.key }.map { (try HeaderText.checkedName($0), HeaderText.line($1)) })
    }

    var json: [UInt8] {
        JSONValue(
            members: [
                ("from", .string(message.fromName.map { "\(HeaderText.quoted($0)) <\(message.from.wireForm)>" } ?? message.from.wireForm)),
                ("to", .array(message.to.map { .string($0.wireForm) })),
                ("subject", .string(HeaderText.line(message.subject))),
                ("text", .string(message.text)),
                ("html", message.html.map { .string($0) }),
                ("headers", JSONValue(members: headers.map { ($0.name, .string($0.value)) })),
            ]
        ).serialized
    }
}

extension OutboundResponse {
    /// A key that was used for another body: the mail has gone, and only what surrounds its text has changed since.
    fileprivate var isKnownMail: Bool { status == 409 && errorName == "invalid_idempotent_request" }

    /// Whether this message will never be taken. A key that is not valid says nothing against the message, nor does a quota.
    fileprivate var isRefusal: Bool { [400, 404, 405, 413, 422].contains(status) }

    fileprivate var explanation: String {
        let message = (try? JSONValue(parsing: body))?["message"]?.string ?? "no explanation"
        return "Resend: \(errorName.map { "\($0): " } ?? "")\(message.prefix(300))"
    }

    private var errorName: String? { (try? JSONValue(parsing: body))?["name"]?.string }
}

extension JSONValue {
    /// An object of these members, without those that are nil.
    fileprivate init(members: [(name: String, value: JSONValue?)]) {
        var object = JSONObject()
        for (name, value) in members { object[name] = value }
        self = .object(object)
    }
}
