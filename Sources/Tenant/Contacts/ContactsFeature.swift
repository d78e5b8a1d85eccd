import Web

extension CRMFeature {
    static var contacts: CRMFeature {
        var feature = CRMFeature("contacts")
        feature.migrations = ContactSchema.migrations
        feature.recordType = Contact.recordType
        feature.menu = MenuEntry(
            label: "Contacts", path: "/contacts", icon: .user, group: .sell, order: 20, shortcut: "c", recordType: Contact.recordType.name)
        feature.samples = { try await SampleContacts(scope: $0).fill(to: $1) }
        feature.pages = { RecordRoutes(type: Contact.recordType, crm: $1).register(on: $0) }
        feature.api = { RecordAPI(type: Contact.recordType, crm: $1).register(on: $0) }
        return feature
    }
}
