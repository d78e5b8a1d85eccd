import Platform
import Web

extension CRMFeature {
    static var notifications: CRMFeature {
        var feature = CRMFeature("notifications")
        feature.migrations = NotificationSchema.migrations
        feature.menu = MenuEntry(label: "Inbox", path: "/inbox", icon: .inbox, group: .home, order: 1, shortcut: "i", recordType: nil)
        feature.notifications = [.assigned, .shared, .deleted, .imported, .batchDone]
        feature.personalNews = InboxNews.source
        feature.consumers = [Telling.consumer]
        feature.jobs = [JobKind(MailNotifications.self)]
        feature.retentions = [Retention("notifications", where: "at < now() - interval '180 days'")]
        feature.settings = [
            SettingsEntry(
                label: "Your notifications", detail: "What you are told, where and when", path: "/profile/notifications", icon: .bell,
                order: 1,
                isForAdmins: false)
        ]
        feature.pages = { pages, crm in
            InboxRoutes(crm: crm).register(on: pages)
            ChoicesRoutes(crm: crm).register(on: pages)
        }
        feature.api = { NotificationAPI(crm: $1).register(on: $0) }
        return feature
    }
}
