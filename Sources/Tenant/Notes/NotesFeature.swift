import Platform
import Web

extension CRMFeature {
    static var notes: CRMFeature {
        var feature = CRMFeature("notes")
        feature.migrations = NoteSchema.migrations
        feature.recordReferences = [RecordReference(table: "notes", key: "id")]
        feature.retentions = [Retention("notes", where: "deleted_at < now() - interval '30 days'")]
        feature.recordPages = { NoteRoutes(crm: $1).register(on: $0, of: $2) }
        feature.pages = { NoteRoutes(crm: $1).register(on: $0) }
        feature.recordAPI = { NoteAPI(crm: $1).register(on: $0, of: $2) }
        feature.api = { NoteAPI(crm: $1).register(on: $0) }
        feature.recordPanels = [ComposerPanel.panel, NoteRoutes.panel]
        feature.searches = [SearchSource(label: "Notes", icon: .note, table: "notes", time: "updated_at")]
        feature.deeds = [
            "note.created": AttachedDeed(.note, { "\(html: $0) wrote a note on \(html: $1)" }),
            "note.updated": AttachedDeed(.edit, { "\(html: $0) changed a note on \(html: $1)" }),
            "note.pinned": AttachedDeed(.star, { "\(html: $0) pinned a note on \(html: $1)" }),
            "note.unpinned": AttachedDeed(.star, { "\(html: $0) unpinned a note on \(html: $1)" }),
            "note.deleted": AttachedDeed(.trash, quotes: true, { "\(html: $0) deleted a note on \(html: $1)" }),
            "note.restored": AttachedDeed(.undo, { "\(html: $0) brought a note back on \(html: $1)" }),
        ]
        return feature
    }
}
