import Web

/// The roles that every tenant begins with and keeps. What they allow stands in the tenant's own table.
enum BuiltInRole: String, CaseIterable, Sendable {
    case admin, manager
    case rep = "sales_rep"
    case readOnly = "read_only"

    /// As the table begins with it; here so that catalogues know it.
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
}
