import Platform
import Web

/// What somebody is here for. A person may have several; the widest reach wins.
enum Role: String, CaseIterable, Sendable {
    case admin, manager
    case rep = "sales_rep"
    case readOnly = "read_only"

    var label: Phrase {
        switch self {
        case .admin: "Admin"
        case .manager: "Manager"
        case .rep: "Sales rep"
        case .readOnly: "Read-only"
        }
    }

    var summary: Phrase {
        switch self {
        case .admin: "Everything, and the settings."
        case .manager: "Sees and works with what their teams own."
        case .rep: "Sees and works with what they own."
        case .readOnly: "Sees everything, changes nothing."
        }
    }

    private var reaches: [Action: Reach] {
        switch self {
        case .admin: Dictionary(uniqueKeysWithValues: Action.allCases.map { ($0, .all) })
        case .manager: Dictionary(uniqueKeysWithValues: Action.allCases.map { ($0, .team) })
        case .rep: [.view: .own, .create: .own, .edit: .own, .delete: .own, .export: .own, .import: .own, .assign: .own, .share: .own]
        case .readOnly: [.view: .all]
        }
    }

    /// What somebody with all of `roles` may do.
    static func permissions(of roles: [Role]) -> Permissions {
        var general: [Action: Reach] = [:]
        for role in roles { general.merge(role.reaches) { max($0, $1) } }
        return Permissions(general: general, managesTenant: roles.contains(.admin))
    }
}
