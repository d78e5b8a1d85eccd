import Foundation
import Platform
import Postgres
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
    /// The indexes that a tenant wants besides those of its migrations.
    var indexes: OnDemandIndexes.Source?
    /// Fills a new tenant.
    var provision: (@Sendable (TenantScope, ProvisioningRequest) async throws -> Void)?
    /// Fills a demo tenant.
    var seed: (@Sendable (TenantScope) async throws -> Void)?
    /// Adds records to try things out with, until there are as many as asked for.
    var samples: (@Sendable (TenantScope, _ count: Int) async throws -> Void)?
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
    /// Where it keeps things about records of any type: they move with a merge and go with a purge.
    var recordReferences: [RecordReference] = []
    /// Where it keeps which files it needs; one that nothing needs is removed.
    var fileReferences: [FileReference] = []
    /// How the timeline tells of what happened to them, by the kind of event.
    var deeds: [String: AttachedDeed] = [:]
    /// What it tells people of.
    var notifications: [NotificationKind] = []
    /// What search looks through besides records.
    var searches: [SearchSource] = []
    /// What it lets open pages of one person hear.
    var personalNews: PersonalNews?
    /// What it looks at before somebody adds a record.
    var creationCheck: CreationCheck?
    /// What it adds to the menu of every record's page.
    var recordMenu: (@Sendable (Record, StaffContext, CRM) -> [MenuItem])?
    /// Takes away what it keeps beside records of a type that go for good.
    var purging: (@Sendable (RecordType, [UUID]) -> [SQL])?
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
            indexes: indexes,
            provision: provision, seed: seed, samples: samples)
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
