import Platform
import Web

extension CRMFeature {
    static var exports: CRMFeature {
        var feature = CRMFeature("exports")
        feature.migrations = ExportSchema.migrations
        feature.fileReferences = [FileReference("exports", "file_digest")]
        feature.settings = [
            SettingsEntry(
                label: "Exports", detail: "Files of records that you asked for", path: "/exports", icon: .download, order: 41,
                isForAdmins: false)
        ]
        feature.jobs = [JobKind(RunExport.self), JobKind(SweepExports.self)]
        feature.schedules = [SweepExports.schedule]
        feature.guestPages = { ExportFileRoutes(crm: $1).register(on: $0) }
        feature.pages = { ExportRoutes(crm: $1).register(on: $0) }
        feature.recordPages = { RecordExportRoutes(type: $2, crm: $1).register(on: $0) }
        feature.recordAPI = { RecordExportAPI(type: $2, crm: $1).register(on: $0) }
        feature.api = { ExportAPI(crm: $1).register(on: $0) }
        return feature
    }
}
