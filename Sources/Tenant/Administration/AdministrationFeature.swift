import Platform

extension CRMFeature {
    /// What admins look after besides people: how much is here, and what works in the background.
    static var administration: CRMFeature {
        var feature = CRMFeature("administration")
        feature.settings = [
            SettingsEntry(label: "Usage", detail: "People, records and files", path: "/settings/usage", icon: .report, order: 84),
            SettingsEntry(
                label: "Background jobs", detail: "What is being done, and what has failed", path: "/settings/jobs", icon: .clock, order: 86
            ),
        ]
        feature.pages = { endpoints, crm in
            UsageRoutes(crm: crm).register(on: endpoints)
            JobRoutes(crm: crm).register(on: endpoints)
        }
        return feature
    }
}
