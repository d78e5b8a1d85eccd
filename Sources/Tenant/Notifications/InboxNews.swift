import Foundation
import Platform
import Postgres

/// What open pages of one person hear when their inbox has changed: `inbox`, and nobody else does.
enum InboxNews {
    static let name = "inbox"

    static func topic(of userID: UUID) -> String { LiveTopic.personal(name, userID) }

    /// When something has come in since `date`, for somebody who comes back.
    static let source = PersonalNews(name: name) { NotificationQueries.latest(of: $0, since: $1) }
}
