import Foundation
import Web

/// What may be done with the records of a type.
public enum Action: String, Sendable, CaseIterable, Codable {
    case view, create, edit, delete, export, `import`, assign, share

    /// As it stands in "Your role does not let you … contacts."
    public var verb: Phrase {
        switch self {
        case .view: "view"
        case .create: "create"
        case .edit: "edit"
        case .delete: "delete"
        case .export: "export"
        case .import: "import"
        case .assign: "assign"
        case .share: "share"
        }
    }
}

/// Whose records an action reaches; each wider one contains the narrower.
public enum Reach: Int, Sendable, Comparable, Codable {
    case none, own, team, all

    public static func < (left: Reach, right: Reach) -> Bool { left.rawValue < right.rawValue }
}

/// What a person may do: the widest of what their roles allow.
public struct Permissions: Sendable, Hashable {
    private var reaches: [String: Reach]
    /// For record types that a role does not name.
    private var general: [Action: Reach]
    public let managesTenant: Bool

    public init(general: [Action: Reach], specific: [String: Reach] = [:], managesTenant: Bool = false) {
        self.general = general
        self.reaches = specific
        self.managesTenant = managesTenant
    }

    public func reach(of action: Action, on recordType: String) -> Reach {
        reaches["\(recordType).\(action.rawValue)"] ?? general[action] ?? .none
    }

    /// Everything: the system itself, where no person's rights apply.
    public static let unlimited = Permissions(
        general: Dictionary(uniqueKeysWithValues: Action.allCases.map { ($0, Reach.all) }), managesTenant: true)
}

/// What the application knows of a tenant's own definitions; the platform only carries it. Equal if it is the same object.
public struct ViewerDefinitions: Sendable, Hashable {
    public let object: any AnyObject & Sendable

    public init(_ object: any AnyObject & Sendable) {
        self.object = object
    }

    public static func == (left: Self, right: Self) -> Bool { left.object === right.object }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(ObjectIdentifier(object))
    }
}

/// The person on whose behalf records are read and written, or the system itself.
public struct Viewer: Sendable, Hashable {
    public let userID: UUID?
    public let name: String
    public let email: String
    public let roleLabel: Phrase
    public let permissions: Permissions
    /// The people whose records "my team" means: oneself, and the members of the teams one manages.
    public let teamMemberIDs: [UUID]
    /// Rises whenever status, roles or teams of the person change.
    public let accessVersion: Int
    public let timeZone: TimeZone
    /// A BCP 47 tag; nil for whoever has not chosen a language.
    public let language: String?
    /// What the tenant has defined for itself, as far as this person sees it; nil sees what every tenant has.
    public let definitions: ViewerDefinitions?

    public init(
        userID: UUID?, name: String, email: String, roleLabel: Phrase, permissions: Permissions, teamMemberIDs: [UUID],
        accessVersion: Int, timeZone: TimeZone, language: String? = nil, definitions: ViewerDefinitions? = nil
    ) {
        self.userID = userID
        self.name = name
        self.email = email
        self.roleLabel = roleLabel
        self.permissions = permissions
        self.teamMemberIDs = teamMemberIDs
        self.accessVersion = accessVersion
        self.timeZone = timeZone
        self.language = language
        self.definitions = definitions
    }

    /// For jobs, provisioning and the console.
    public static let system = Viewer(
        userID: nil, name: "System", email: "", roleLabel: "", permissions: .unlimited, teamMemberIDs: [], accessVersion: 0,
        timeZone: TimeZone(identifier: "UTC") ?? .current)

    public func reach(of action: Action, on recordType: String) -> Reach {
        permissions.reach(of: action, on: recordType)
    }

    public func may(_ action: Action, _ recordType: String) -> Bool {
        reach(of: action, on: recordType) != .none
    }
}
