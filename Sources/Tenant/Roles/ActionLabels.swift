import Platform
import Web

extension Action {
    /// At the head of a column.
    var label: Phrase {
        switch self {
        case .view: "View"
        case .create: "Create"
        case .edit: "Edit"
        case .delete: "Delete"
        case .export: "Export"
        case .import: "Import"
        case .assign: "Assign"
        case .share: "Share"
        }
    }

    /// How far a role may let it reach. What is not there yet belongs to nobody, so it is allowed or not.
    var reaches: [Reach] {
        switch self {
        case .create, .import: [.none, .all]
        default: Reach.allCases
        }
    }

    /// What a reach is called beside this action.
    func label(of reach: Reach) -> Phrase {
        guard reaches.count == 2 else { return reach.label }
        return reach == .none ? "No" : "Yes"
    }
}
