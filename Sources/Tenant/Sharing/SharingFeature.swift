import Platform
import Web

extension CRMFeature {
    static var sharing: CRMFeature {
        var feature = CRMFeature("sharing")
        feature.migrations = ShareSchema.migrations
        feature.retentions = [Retention("record_shares", where: "expires_at < now() - interval '30 days'")]
        feature.recordReferences = [RecordReference(table: "record_shares", key: "id", distinctBy: ["user_id", "team_id"])]
        feature.recordPages = { ShareRoutes(type: $2, crm: $1).register(on: $0) }
        feature.recordAPI = { endpoints, _, type in ShareAPI(type: type).register(on: endpoints) }
        feature.recordPanels = [
            RecordPanel(place: .side, order: 90) { AccessPanel.question($0) }
        ]
        feature.recordMenu = { record, context, _ in
            [.link(context.texts("Who sees this"), href: "\(record.path)/shares", icon: .eye)]
        }
        feature.deeds = [
            "share.created": AttachedDeed(.users, { "\(html: $0) shared \(html: $1)" }),
            "share.removed": AttachedDeed(.lock, { "\(html: $0) stopped sharing \(html: $1)" }),
        ]
        return feature
    }
}

/// Why the reader sees a record, on its page.
enum AccessPanel {
    static func question(_ visit: RecordVisit) -> Question<HTML?> {
        let (record, texts, shown) = (visit.record, visit.texts, visit.shown)
        return AccessReasons.question(about: [visit.scope.viewer], for: record, at: visit.scope.now).map { found in
            found.access.first.map { access in
                let all: HTML = "<a href=\"\(record.path)/shares\">\(texts("Who else"))</a>"
                return Card(texts("Why you see this"), aside: all, ReasonsView(access: access, person: nil, shown: shown).html).html
            }
        }
    }
}
