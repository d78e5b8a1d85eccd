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
        feature.deeds = [
            "user.second_factor_added": AttachedDeed(.shield, { "\(html: $0) set up a second factor for \(html: $1)" }),
            "user.second_factor_removed": AttachedDeed(.shield, { "\(html: $0) turned off the second factor of \(html: $1)" }),
            "user.recovery_code_used": AttachedDeed(.key, { "\(html: $1) signed in with a recovery code" }),
            "user.recovery_codes_renewed": AttachedDeed(.key, { "\(html: $0) made new recovery codes for \(html: $1)" }),
            "user.api_key_added": AttachedDeed(.key, { "\(html: $0) made an API key for \(html: $1)" }),
            "user.api_key_revoked": AttachedDeed(.key, { "\(html: $0) revoked an API key of \(html: $1)" }),
            "user.password_set": AttachedDeed(.lock, { "\(html: $1) has a new password" }),
            "user.signed_out": AttachedDeed(.logout, { "\(html: $1) signed out" }),
            "user.access_changed": AttachedDeed(.users, { "\(html: $0) changed what \(html: $1) may do" }),
            "user.invited": AttachedDeed(.send, { "\(html: $0) invited \(html: $1)" }),
            "security.changed": AttachedDeed(.shield, { who, _ in "\(html: who) changed what signing in takes" }),
        ]
        feature.pages = { endpoints, crm in
            SecondFactorRoutes(crm: crm).register(on: endpoints)
            PasswordRoutes(crm: crm).register(on: endpoints)
            SecuritySettings(crm: crm).register(on: endpoints)
        }
        return feature
    }
}
