import Platform
import Web

extension CRMFeature {
    static var audit: CRMFeature {
        var feature = CRMFeature("audit")
        feature.migrations = [
            .index("audit/001-events-by-time", ConcurrentIndex("events_at", on: "events", "(at desc, id desc)"))
        ]
        feature.settings = [
            SettingsEntry(
                label: "Audit log", detail: "Who changed what and when, sealed against changes", path: "/settings/audit", icon: .activity,
                order: 80)
        ]
        feature.recordMenu = { record, context, _ in
            [.link(context.texts("History"), href: "\(record.path)/history", icon: .activity)]
        }
        feature.deeds = [
            "event.exported": AttachedDeed(.download, { who, _ in "\(html: who) took out a file of the log" }),
            "user.refresh_token_reused": AttachedDeed(
                .alert, { "A token of \(html: $1) was used that had been replaced, so its session ended" }),
        ]
        feature.pages = { AuditRoutes(crm: $1).register(on: $0) }
        feature.recordPages = { AuditRoutes(crm: $1).register($2, on: $0) }
        feature.api = { EventAPI(crm: $1).register(on: $0) }
        return feature
    }
}
