import Platform
import Web

/// What a role allows: by record type and action, how far it reaches.
struct RoleGrants: Sendable, Hashable {
    /// Stands for the record types that the role does not name.
    static let everyType = "*"

    private var reaches: [String: [Action: Reach]] = [:]

    init() {}

    /// Nil where the role says nothing of its own.
    subscript(type: String, action: Action) -> Reach? {
        get { reaches[type]?[action] }
        set { reaches[type, default: [:]][action] = newValue }
    }

    func reach(of action: Action, on type: String) -> Reach {
        self[type, action] ?? self[Self.everyType, action] ?? .none
    }

    func permissions(managesTenant: Bool) -> Permissions {
        Permissions(general: reaches[Self.everyType] ?? [:], specific: reaches, managesTenant: managesTenant)
    }
}

extension RoleGrants {
    /// As the table keeps it. What this build does not know allows nothing.
    init(stored text: String) {
        for type in (try? JSONValue(parsing: text))?.object?.members ?? [] {
            for member in type.value.object?.members ?? [] {
                guard let action = Action(rawValue: member.name) else { continue }
                self[type.name, action] = member.value.string.flatMap { Reach(name: $0) } ?? Reach.none
            }
        }
    }

    /// As clients write it. - Throws: what is wrong, named as they named it.
    init(given json: JSONValue) throws(FieldError) {
        guard let types = json.object else { throw Self.malformed("permissions") }
        for type in types.members {
            guard type.name == Self.everyType || RecordTypes.named(type.name) != nil else {
                throw FieldError(
                    field: "permissions[\(type.name)]", code: "unknown_type", message: "There is no record type \"\(type.name)\".")
            }
            guard let actions = type.value.object else { throw Self.malformed("permissions[\(type.name)]") }
            for member in actions.members {
                let field = "permissions[\(type.name)][\(member.name)]"
                guard let action = Action(rawValue: member.name) else {
                    throw FieldError(field: field, code: "unknown_action", message: "There is no action \"\(member.name)\".")
                }
                guard let reach = member.value.string.flatMap({ Reach(name: $0) }) else {
                    throw FieldError(field: field, code: "unknown", message: "Choose none, own, team or all.")
                }
                self[type.name, action] = reach
            }
        }
    }

    private static func malformed(_ field: String) -> FieldError {
        FieldError(field: field, code: "wrong_type", message: "Permissions are {\"contact\": {\"view\": \"own\"}}.")
    }

    /// By record type and action, in the order in which people meet them.
    var json: JSONValue {
        var types = JSONObject()
        for type in [Self.everyType] + RecordTypes.all.map(\.name) {
            var actions = JSONObject()
            for action in Action.allCases { actions[action.rawValue] = self[type, action].map { .string($0.name) } }
            if !actions.isEmpty { types[type] = .object(actions) }
        }
        return .object(types)
    }
}

extension Reach: CaseIterable {
    public static let allCases: [Reach] = [.none, .own, .team, .all]

    init?(name: String) {
        guard let reach = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = reach
    }

    var name: String { "\(self)" }

    var label: Phrase {
        switch self {
        case .none: "None"
        case .own: "Own"
        case .team: "Team"
        case .all: "All"
        }
    }
}
