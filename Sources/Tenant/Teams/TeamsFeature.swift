import Web

extension CRMFeature {
    static var teams: CRMFeature {
        var feature = CRMFeature("teams")
        feature.migrations = TeamSchema.migrations
        feature.settings = [
            SettingsEntry(
                label: "Teams", detail: "Who works together, and who manages whom", path: "/settings/teams", icon: .users, order: 12)
        ]
        feature.pages = { TeamRoutes(crm: $1).register(on: $0) }
        feature.api = { endpoints, _ in TeamAPI().register(on: endpoints) }
        return feature
    }
}
