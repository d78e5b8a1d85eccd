/// What somebody asks for when they order a tenant; kept until it is ready, so that a crash loses nothing.
public struct ProvisioningRequest: Codable, Sendable {
    public var slug: String
    public var name: String
    public var brand: BrandChoices
    public var plan: String
    public var adminEmail: String
    public var adminName: String
    /// Demo tenants only.
    public var isDemo: Bool

    public init(
        slug: String, name: String, brand: BrandChoices = BrandChoices(), plan: String = "trial", adminEmail: String,
        adminName: String, isDemo: Bool = false
    ) {
        self.slug = slug
        self.name = name
        self.brand = brand
        self.plan = plan
        self.adminEmail = adminEmail
        self.adminName = adminName
        self.isDemo = isDemo
    }
}
