import Platform
import Web

/// A part of the CRM: everything the application needs to know of it, in one value.
public struct CRMFeature: Sendable {
    let name: String
    var migrations: [Migration] = []
    var recordType: RecordType?
    var menu: MenuEntry?
    var jobs: [JobKind] = []
    /// Jobs that come back by themselves.
    var schedules: [Schedule] = []
    /// Who is told of every event.
    var consumers: [EventConsumer] = []
    /// What is swept out of its tables after a while.
    var retentions: [Retention] = []
    /// Fills a new tenant.
    var provision: (@Sendable (TenantScope, ProvisioningRequest) async throws -> Void)?
    /// Fills a demo tenant.
    var seed: (@Sendable (TenantScope) async throws -> Void)?
    /// Pages that anybody on the tenant's host may open.
    var guestPages: (@Sendable (Endpoints<TenantContext>, CRM) -> Void)?
    /// Pages for signed-in staff.
    var pages: (@Sendable (Endpoints<StaffContext>, CRM) -> Void)?
    /// Pages that every record type has, such as `/contacts/{id}/notes`.
    var recordPages: (@Sendable (Endpoints<StaffContext>, CRM, RecordType) -> Void)?
    /// Endpoints of the API that every record type has.
    var recordAPI: (@Sendable (Endpoints<StaffContext>, CRM, RecordType) -> Void)?
    /// What it shows on the page of every record.
    var recordPanels: [RecordPanel] = []
    /// What it adds to the menu of every record's page.
    var recordMenu: (@Sendable (Record, StaffContext, CRM) -> [MenuItem])?
    /// What it offers for the rows that are ticked in a list.
    var bulkActions: [BulkAction] = []
    /// Where it stands among the settings.
    var settings: [SettingsEntry] = []
    /// Endpoints of the API that need no token.
    var openAPI: (@Sendable (Endpoints<TenantContext>, CRM) -> Void)?
    /// Endpoints of the API.
    var api: (@Sendable (Endpoints<StaffContext>, CRM) -> Void)?

    init(_ name: String) {
        self.name = name
    }

    var platformFeature: Feature {
        Feature(
            name: name, migrations: migrations, jobs: jobs, schedules: schedules, consumers: consumers, retentions: retentions,
            provision: provision, seed: seed)
    }
}

/// Where a feature stands in the rail.
struct MenuEntry: Sendable {
    enum Group: CaseIterable, Sendable {
        case home, sell, market, close, automate, understand

        /// Nil for the group at the top, which needs none.
        var title: Phrase? {
            switch self {
            case .home: nil
            case .sell: "Sell"
            case .market: "Market"
            case .close: "Close"
            case .automate: "Automate"
            case .understand: "Understand"
            }
        }
    }

    let label: Phrase
    let path: String
    let icon: Icon
    let group: Group
    /// Where in its group: the lowest comes first.
    var order = 0
    var shortcut: Character?
    /// What the record type is called in permissions; nil shows the entry to everybody.
    var recordType: String?
}
