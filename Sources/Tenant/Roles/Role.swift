import Foundation
import Platform
import Postgres
import Web

/// What somebody is here for. A person may have several; of what they allow, the widest wins.
struct Role: Sendable, Hashable, RowDecodable {
    let id: UUID
    /// As the API and the people's own rows know it: `sales_rep`.
    let name: String
    let label: Phrase
    let summary: Phrase
    let grants: RoleGrants
    let fieldRules: FieldRules
    let managesTenant: Bool
    /// Such a role stays.
    let isBuiltIn: Bool
    let version: Int

    init(row: inout RowReader) throws {
        id = try row.next()
        name = try row.next()
        label = Phrase(english: try row.next())
        summary = Phrase(english: try row.next())
        grants = RoleGrants(stored: try row.next())
        fieldRules = FieldRules(stored: try row.next())
        managesTenant = try row.next()
        isBuiltIn = try row.next()
        version = try row.next()
    }

    /// Somebody has to be able to mend everything else, so this one stays as it is.
    var isFixed: Bool { name == BuiltInRole.admin.rawValue }

    var path: String { "/settings/roles/\(id.text)" }

    var permissions: Permissions { grants.permissions(managesTenant: managesTenant) }
}

extension [Role] {
    /// What somebody with all of them may do.
    var permissions: Permissions { Permissions(widestOf: map(\.permissions)) }

    /// What somebody with all of them does not see, or not change: only what none of them allows.
    var refinements: [String: RecordRefinement] { FieldRules.refinements(commonTo: map(\.fieldRules)) }

    var label: Phrase { "\(list: map(\.label))" }
}
