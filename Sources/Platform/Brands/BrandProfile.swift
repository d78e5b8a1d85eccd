import Foundation
import Postgres

/// How a tenant's pages, mail and links look, after inheritance from the platform.
public struct BrandProfile: Sendable, Hashable {
    public var name: String
    /// The one colour that every other is derived from, as `#rrggbb`.
    public var color: String
    public var logoURL: String?
    public var loginText: String

    public init(name: String, color: String, logoURL: String? = nil, loginText: String = "") {
        self.name = name
        self.color = color
        self.logoURL = logoURL
        self.loginText = loginText
    }

    /// What holds where neither the platform nor the tenant says anything.
    public static let fallback = BrandProfile(name: "Tessera", color: "#3b5bdb")
}

/// The keys a tenant or the platform sets itself; the others are inherited.
public struct BrandChoices: Sendable, Codable {
    public var name: String?
    public var color: String?
    public var logoURL: String?
    public var loginText: String?

    public init(name: String? = nil, color: String? = nil, logoURL: String? = nil, loginText: String? = nil) {
        self.name = name
        self.color = color
        self.logoURL = logoURL
        self.loginText = loginText
    }
}

enum BrandQueries {
    /// Sets what `tenantID` (nil: the platform itself) chooses.
    static func save(_ choices: BrandChoices, for tenantID: UUID?) -> SQL {
        """
        insert into platform.brands (id, tenant_id, name, color, logo_url, login_text)
        values (\(UUID.v7()), \(tenantID), \(choices.name), \(choices.color), \(choices.logoURL), \(choices.loginText))
        on conflict on constraint brands_tenant_key do update
        set name = excluded.name, color = excluded.color, logo_url = excluded.logo_url,
            login_text = excluded.login_text, updated_at = now()
        """
    }
}
