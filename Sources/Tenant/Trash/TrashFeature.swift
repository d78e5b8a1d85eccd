import Platform
import Web

extension CRMFeature {
    static var trash: CRMFeature {
        var feature = CRMFeature("trash")
        feature.jobs = [JobKind(PurgeTrash.self)]
        feature.schedules = [PurgeTrash.schedule]
        feature.settings = [
            SettingsEntry(
                label: "Trash", detail: "What was deleted in the last 30 days, and how to bring it back", path: "/trash", icon: .trash,
                order: 75, isForAdmins: false)
        ]
        feature.deeds = ["trash.emptied": AttachedDeed(.trash, { who, _ in "\(html: who) emptied the trash" })]
        feature.pages = { TrashRoutes(crm: $1).register(on: $0) }
        return feature
    }
}
