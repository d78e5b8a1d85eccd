import Platform
import Web

extension CRMFeature {
    static var comments: CRMFeature {
        var feature = CRMFeature("comments")
        feature.migrations = CommentSchema.migrations
        feature.recordReferences = [RecordReference(table: "comments", key: "id")]
        feature.retentions = [Retention("comments", where: "deleted_at < now() - interval '30 days'")]
        feature.recordPages = { CommentRoutes(crm: $1).register(on: $0, of: $2) }
        feature.pages = { pages, crm in
            CommentRoutes(crm: crm).register(on: pages)
            MentionRoutes(crm: crm).register(on: pages)
        }
        feature.recordAPI = { CommentAPI(crm: $1).register(on: $0, of: $2) }
        feature.api = { CommentAPI(crm: $1).register(on: $0) }
        feature.recordPanels = [CommentRoutes.panel]
        feature.notifications = [.mentioned, .replied]
        feature.searches = [SearchSource(label: "Comments", icon: .quote, table: "comments", time: "created_at")]
        feature.deeds = [
            "comment.created": AttachedDeed(.quote, { "\(html: $0) commented on \(html: $1)" }),
            "comment.updated": AttachedDeed(.edit, { "\(html: $0) changed a comment on \(html: $1)" }),
            "comment.resolved": AttachedDeed(.check, { "\(html: $0) resolved a thread on \(html: $1)" }),
            "comment.reopened": AttachedDeed(.undo, { "\(html: $0) reopened a thread on \(html: $1)" }),
            "comment.deleted": AttachedDeed(.trash, quotes: true, { "\(html: $0) deleted a comment on \(html: $1)" }),
            "comment.restored": AttachedDeed(.undo, { "\(html: $0) brought a comment back on \(html: $1)" }),
        ]
        return feature
    }
}
