import Platform
import Web

extension CRMFeature {
    static var imports: CRMFeature {
        var feature = CRMFeature("imports")
        feature.migrations = ImportSchema.migrations
        feature.fileReferences = [FileReference("imports", "file_digest")]
        feature.settings = [
            SettingsEntry(
                label: "Imports", detail: "Files that were taken in, what came of them, and undo", path: "/imports", icon: .upload,
                order: 40,
                isForAdmins: false)
        ]
        feature.jobs = [JobKind(RunImport.self)]
        feature.pages = { ImportRoutes(crm: $1).register(on: $0) }
        feature.api = { ImportAPI(crm: $1).register(on: $0) }
        return feature
    }
}
