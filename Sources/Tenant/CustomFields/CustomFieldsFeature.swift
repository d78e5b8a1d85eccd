import Platform
import Web

extension CRMFeature {
    static var customFields: CRMFeature {
        var feature = CRMFeature("custom_fields")
        feature.migrations = CustomFieldSchema.migrations
        feature.jobs = [JobKind(AskForIndexes.self), JobKind(RenewSearchText.self)]
        feature.indexes = CustomFieldIndexes.source
        feature.settings = [
            SettingsEntry(
                label: "Fields", detail: "What your records hold beyond the usual", path: "/settings/fields", icon: .list, order: 30)
        ]
        feature.deeds = ["custom_field.moved": AttachedDeed(.list, { "\(html: $0) moved \(html: $1)" })]
        feature.pages = { CustomFieldRoutes(crm: $1).register(on: $0) }
        feature.api = { CustomFieldAPI(crm: $1).register(on: $0) }
        return feature
    }
}
