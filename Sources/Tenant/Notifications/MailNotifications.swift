import Foundation
import Platform
import Postgres

/// Mails a person all that is due by then, in one mail. Marking and queueing the mail are one transaction, and the mail keeps its id
/// when it is tried again, so that nothing is mailed twice.
struct MailNotifications: Job {
    static let kind = "notifications.mail"
    /// A mail names no more; the inbox has the rest.
    private static let limit = 50

    let userID: UUID
    let due: Date

    /// The same person's same moment is queued once.
    static func enqueue(for userID: UUID, at due: Date, in transaction: TenantTransaction) async throws {
        let key = "\(userID) \(Int(due.timeIntervalSince1970))"
        try await transaction.enqueue(MailNotifications(userID: userID, due: due), at: due, uniqueKey: key)
    }

    func run(in context: JobContext) async throws {
        // The queue goes by the database's clock, which may be ahead of ours.
        let (now, configuration) = (max(context.scope.now, due), context.platform.configuration)
        try await context.scope.database.transaction { transaction in
            let answers = try await transaction.pipeline([
                NotificationQueries.mailable(to: userID, at: now, limit: Self.limit), NotificationQueries.setMailed(to: userID, upTo: now),
            ])
            let unread = try answers[0].decode(StoredNotification.self).filter { !$0.isRead }
            guard let viewer = try await People.first(userID, in: transaction)?.viewer else { return }
            let lines = try await Inbox.readable(unread, by: viewer) { try await transaction.pipeline($0) }
            let scope = transaction.scope
            let mail = NotificationMail(
                lines: lines, viewer: viewer, texts: scope.languages.texts(viewer.language) ?? scope.languages.english,
                brand: scope.tenant.brand, baseURL: configuration.baseURL(ofTenant: scope.tenant.slug))
            if let message = try mail.message { try await transaction.enqueue(message) }
        }
    }
}
