import Platform
import Web

extension CRMFeature {
    static var imports: CRMFeature {
        var feature = CRMFeature("imports")
        feature.migrations = ImportSchema.migrations
        feature.fileReferences = [FileReference("imports", "file_digest", while: ImportTimes.needsFile)]
        feature.retentions = ImportTimes.retentions
        feature.settings = [
            SettingsEntry(
                label: "Imports", detail: "Files that were taken in, what came of them, and undo", path: "/imports", icon: .upload,
                order: 40,
                isForAdmins: false)
        ]
        feature.jobs = [JobKind(RunImport.self)]
        feature.deeds = [
            "import.done": AttachedDeed(.upload, { who, _ in "\(html: who) imported a file" }),
            "import.failed": AttachedDeed(.upload, { who, _ in "An import of \(html: who) stopped" }),
        ]
        feature.pages = { ImportRoutes(crm: $1).register(on: $0) }
        feature.api = { ImportAPI(crm: $1).register(on: $0) }
        return feature
    }
}
