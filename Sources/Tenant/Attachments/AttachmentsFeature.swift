import Platform
import Web

extension CRMFeature {
    static var attachments: CRMFeature {
        var feature = CRMFeature("attachments")
        feature.migrations = AttachmentSchema.migrations
        feature.recordReferences = [RecordReference(table: "attachments", key: "id")]
        feature.fileReferences = [FileReference("attachments", "digest")]
        feature.retentions = [Retention("attachments", where: "deleted_at < now() - interval '30 days'")]
        feature.jobs = [JobKind(SweepFiles.self)]
        feature.schedules = [SweepFiles.schedule]
        feature.guestPages = { AttachmentRoutes(crm: $1).register(onGuestPages: $0) }
        feature.recordPages = { AttachmentRoutes(crm: $1).register(on: $0, of: $2) }
        feature.pages = { AttachmentRoutes(crm: $1).register(on: $0) }
        feature.recordAPI = { AttachmentAPI(crm: $1).register(on: $0, of: $2) }
        feature.api = { AttachmentAPI(crm: $1).register(on: $0) }
        feature.recordPanels = [AttachmentRoutes.panel]
        feature.deeds = [
            "file.created": AttachedDeed(.file, quotes: true, { "\(html: $0) added a file to \(html: $1)" }),
            "file.deleted": AttachedDeed(.trash, quotes: true, { "\(html: $0) deleted a file of \(html: $1)" }),
            "file.restored": AttachedDeed(.undo, quotes: true, { "\(html: $0) brought a file of \(html: $1) back" }),
        ]
        return feature
    }
}
