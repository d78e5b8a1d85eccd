import Platform

extension CRMFeature {
    static var security: CRMFeature {
        var feature = CRMFeature("security")
        feature.migrations = SecuritySchema.migrations
        feature.retentions = [Retention("sign_ins", where: "at < now() - interval '180 days'")]
        feature.settings = [
            SettingsEntry(
                label: "Password", detail: "A new one", path: "/profile/password", icon: .lock, order: 1, isForAdmins: false),
            SettingsEntry(
                label: "Sign-ins", detail: "Who has come in as you, and who has tried", path: "/profile/sign-ins", icon: .clock, order: 4,
                isForAdmins: false),
            SettingsEntry(
                label: "Second factor", detail: "A code from your phone, besides the password", path: "/profile/second-factor",
                icon: .shield, order: 2, isForAdmins: false),
            SettingsEntry(
                label: "Security", detail: "What signing in takes, and who has come in", path: "/settings/security", icon: .shield,
                order: 40),
        ]
        feature.pages = { endpoints, crm in
            SecondFactorRoutes(crm: crm).register(on: endpoints)
            PasswordRoutes(crm: crm).register(on: endpoints)
            SecuritySettings(crm: crm).register(on: endpoints)
        }
        return feature
    }
}
