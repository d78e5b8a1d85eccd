import Web

extension CRMFeature {
    static var roles: CRMFeature {
        var feature = CRMFeature("roles")
        feature.migrations = RoleSchema.migrations
        feature.settings = [
            SettingsEntry(
                label: "Roles", detail: "What each role allows, and who may do what", path: "/settings/roles", icon: .shield, order: 11)
        ]
        feature.pages = { RoleRoutes(crm: $1).register(on: $0) }
        feature.api = { endpoints, _ in RoleAPI().register(on: endpoints) }
        return feature
    }
}
