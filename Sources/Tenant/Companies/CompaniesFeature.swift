import Web

extension CRMFeature {
    static var companies: CRMFeature {
        var feature = CRMFeature("companies")
        feature.migrations = CompanySchema.migrations
        feature.recordType = Company.recordType
        feature.menu = MenuEntry(
            label: "Companies", path: "/companies", icon: .building, group: .sell, order: 30, shortcut: "m",
            recordType: Company.recordType.name)
        feature.samples = { try await SampleCompanies(scope: $0).fill(to: SampleCompanies.count(forContacts: $1)) }
        feature.pages = { RecordRoutes(type: Company.recordType, crm: $1).register(on: $0) }
        feature.api = { RecordAPI(type: Company.recordType, crm: $1).register(on: $0) }
        return feature
    }
}
