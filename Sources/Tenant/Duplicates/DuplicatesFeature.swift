import Platform
import Web

extension CRMFeature {
    static var duplicates: CRMFeature {
        var feature = CRMFeature("duplicates")
        feature.migrations = DuplicateSchema.migrations
        feature.jobs = [JobKind(ScanDuplicates.self), JobKind(RefreshDuplicateKeys.self)]
        feature.schedules = [Schedule("duplicates.keys", .every(.seconds(86_400))) { RefreshDuplicateKeys() }]
        feature.creationCheck = CreationGuard.check
        feature.pages = { endpoints, crm in
            DuplicateRoutes(crm: crm).register(on: endpoints)
            DuplicateSettingsRoutes(crm: crm).register(on: endpoints)
        }
        feature.recordPages = { endpoints, crm, type in
            if type.duplicates != nil { MergeRoutes(type: type, crm: crm).register(on: endpoints) }
        }
        feature.api = { DuplicateAPI(crm: $1).register(on: $0) }
        feature.recordAPI = { endpoints, crm, type in
            if type.duplicates != nil { MergeAPI(type: type, crm: crm).register(on: endpoints) }
        }
        feature.recordPanels = [
            RecordPanel(place: .side, order: 80) { DuplicatePanel(visit: $0).question }
        ]
        feature.recordMenu = { record, context, _ in
            guard record.type.duplicates != nil else { return [] }
            return [.link(context.texts("Find duplicates"), href: "\(record.path)/duplicates", icon: .copy)]
        }
        feature.deeds = [
            "duplicates.scanned": AttachedDeed(.copy, { who, _ in "\(html: who) looked for duplicates" }),
            "duplicates.configured": AttachedDeed(.copy, { who, _ in "\(html: who) changed what happens to duplicates" }),
        ]
        feature.purging = { DuplicateQueries.purge($1, of: $0) }
        feature.settings = [
            SettingsEntry(
                label: "Duplicates", detail: "Find, merge and keep apart what is there twice", path: "/duplicates", icon: .copy, order: 40,
                isForAdmins: false)
        ]
        return feature
    }
}
