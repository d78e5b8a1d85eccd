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
    private var specific: [String: [Action: Reach]]
    /// For record types that a role does not name.
    private var general: [Action: Reach]
    public let managesTenant: Bool

    /// - Parameter specific: by record type, what differs from `general`.
    public init(general: [Action: Reach], specific: [String: [Action: Reach]] = [:], managesTenant: Bool = false) {
        self.general = general
        self.specific = specific
        self.managesTenant = managesTenant
    }

    /// Of several, the most.
    public init(widestOf several: [Permissions]) {
        let types = Set(several.flatMap(\.specific.keys))
        general = Self.widest { action in several.map { $0.general[action] ?? .none } }
        specific = Dictionary(
            uniqueKeysWithValues: types.map { type in (type, Self.widest { action in several.map { $0.reach(of: action, on: type) } }) })
        managesTenant = several.contains(where: \.managesTenant)
    }

    private static func widest(_ reaches: (Action) -> [Reach]) -> [Action: Reach] {
        Dictionary(uniqueKeysWithValues: Action.allCases.map { ($0, reaches($0).max() ?? .none) })
    }

    public func reach(of action: Action, on recordType: String) -> Reach {
        specific[recordType]?[action] ?? general[action] ?? .none
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
    /// The people whose records "my team" means: oneself, and the members of the teams one manages and of those below them.
    public let teamMemberIDs: [UUID]
    /// The teams that one belongs to, and those above them: what is shared with these is shared with oneself.
    public let teamIDs: [UUID]
    /// Whether anything is shared with this person at all; few people's queries have to ask.
    public let hasShares: Bool
    /// Rises whenever status, roles, teams or shares of the person change.
    public let accessVersion: Int
    public let timeZone: TimeZone
    /// A BCP 47 tag; nil for whoever has not chosen a language.
    public let language: String?
    /// What the tenant has defined for itself, as far as this person sees it; nil sees what every tenant has.
    public let definitions: ViewerDefinitions?
    /// What the key says through which this person acts; nil where they act themselves. Work that goes on later keeps to it.
    public let limits: [String]?

    public init(
        userID: UUID?, name: String, email: String, roleLabel: Phrase, permissions: Permissions, teamMemberIDs: [UUID],
        teamIDs: [UUID] = [], hasShares: Bool = false, accessVersion: Int, timeZone: TimeZone, language: String? = nil,
        definitions: ViewerDefinitions? = nil, limits: [String]? = nil
    ) {
        self.userID = userID
        self.name = name
        self.email = email
        self.roleLabel = roleLabel
        self.permissions = permissions
        self.teamMemberIDs = teamMemberIDs
        self.teamIDs = teamIDs
        self.hasShares = hasShares
        self.accessVersion = accessVersion
        self.timeZone = timeZone
        self.language = language
        self.definitions = definitions
        self.limits = limits
    }

    /// For jobs, provisioning and the console.
    public static let system = Viewer(
        userID: nil, name: "System", email: "", roleLabel: "", permissions: .unlimited, teamMemberIDs: [], accessVersion: 0,
        timeZone: TimeZone(identifier: "UTC") ?? .current)

    /// The same person with fewer rights, as through a key that is for less than they may.
    /// - Parameter limits: what the key says.
    public func limited(to permissions: Permissions, by limits: [String]) -> Viewer {
        Viewer(
            userID: userID, name: name, email: email, roleLabel: roleLabel, permissions: permissions, teamMemberIDs: teamMemberIDs,
            teamIDs: teamIDs, hasShares: hasShares, accessVersion: accessVersion, timeZone: timeZone, language: language,
            definitions: definitions, limits: limits)
    }

    public func reach(of action: Action, on recordType: String) -> Reach {
        permissions.reach(of: action, on: recordType)
    }

    public func may(_ action: Action, _ recordType: String) -> Bool {
        reach(of: action, on: recordType) != .none
    }

    /// - Throws: `Failure.forbidden` with this reason for whoever does not manage the tenant.
    public func requireAdmin(_ reason: Phrase) throws(Failure) {
        guard permissions.managesTenant else { throw .forbidden(reason: reason) }
    }
}
