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
            RecordPanel(place: .side, order: 80) { try await DuplicatePanel(record: $0, context: $1, crm: $2).html }
        ]
        feature.recordMenu = { record, context, _ in
            guard record.type.duplicates != nil else { return [] }
            return [.link(context.texts("Find duplicates"), href: "\(record.path)/duplicates", icon: .copy)]
        }
        feature.purging = { DuplicateQueries.purge($1, of: $0) }
        feature.settings = [
            SettingsEntry(
                label: "Duplicates", detail: "Find, merge and keep apart what is there twice", path: "/duplicates", icon: .copy, order: 40,
                isForAdmins: false)
        ]
        return feature
    }
}
