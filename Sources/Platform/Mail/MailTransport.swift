/// A way for messages to leave.
public protocol MailTransport: Sendable {
    /// Returns once the message has been taken over by whoever delivers it next. Messages of the same id are the same: where
    /// the receiver can tell, sending one again delivers nothing twice.
    /// - Throws: ``MailError``
    func send(_ message: MailMessage) async throws
}

/// Why a message was not taken.
public struct MailError: Error, Hashable, Sendable {
    public enum Kind: Sendable {
        /// Trying again later may work: no connection, a timeout, a 4xx reply, credentials that are being changed.
        case transient
        /// Trying again will not: the server refused this message or recipient with a 5xx reply.
        case permanent
    }

    public let kind: Kind
    /// The server's reply code; `nil` if it did not get that far.
    public let replyCode: Int?
    /// What went wrong, for the log. Never holds credentials or the message.
    public let reason: String

    public init(_ kind: Kind, replyCode: Int? = nil, reason: String) {
        self.kind = kind
        self.replyCode = replyCode
        self.reason = reason
    }
}

extension MailError: LastingFailure {
    public var isLasting: Bool { kind == .permanent }
}

extension MailError: CustomStringConvertible {
    public var description: String {
        "mail not sent (\(kind)\(replyCode.map { ", \($0)" } ?? "")): \(reason)"
    }
}
