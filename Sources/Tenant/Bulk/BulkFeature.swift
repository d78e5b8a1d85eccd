import Platform
import Web

extension CRMFeature {
    static var bulk: CRMFeature {
        var feature = CRMFeature("bulk")
        feature.migrations = BulkSchema.migrations
        feature.jobs = [JobKind(RunBatch.self)]
        feature.retentions = Batch.retentions
        feature.bulkActions = [
            BulkAction(label: "Edit", icon: .edit, order: 10, path: "batches/edit", action: .edit),
            BulkAction(label: "Tag", icon: .tag, order: 20, path: "batches/tags", action: .edit),
            BulkAction(label: "Assign", icon: .user, order: 30, path: "batches/assign", action: .assign),
            BulkAction(label: "Export", icon: .download, order: 40, path: "batches/export", action: .export),
            BulkAction(label: "Delete", icon: .trash, order: 90, path: "batches/delete", action: .delete, isDanger: true),
            BulkAction(label: "Restore", icon: .undo, order: 10, path: "batches/restore", action: .delete, isForTrash: true),
        ]
        feature.settings = [
            SettingsEntry(
                label: "Bulk changes", detail: "What was done with many records at once, and how to undo it", path: "/batches", icon: .list,
                order: 70, isForAdmins: false)
        ]
        feature.deeds = [
            "batch.done": AttachedDeed(.list, { who, _ in "\(html: who) changed many records at once" }),
            "batch.failed": AttachedDeed(.list, { who, _ in "A change of many records by \(html: who) could not go on" }),
            "batch.stopped": AttachedDeed(.list, { who, _ in "\(html: who) stopped a change of many records" }),
        ]
        feature.pages = { BatchRoutes(crm: $1).register(on: $0) }
        feature.recordPages = { BulkRoutes(type: $2, crm: $1).register(on: $0) }
        feature.api = { BatchAPI(crm: $1).register(on: $0) }
        feature.recordAPI = { BulkAPI(type: $2).register(on: $0) }
        return feature
    }
}
