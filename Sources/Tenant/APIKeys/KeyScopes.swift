import Platform
import Web

/// What a key is for: `contact.view` and so on, one for each kind of record and action, and `settings`.
struct KeyScopes: Sendable, Hashable {
    static let settings = "settings"

    /// As stored, in the order in which people meet them.
    let names: [String]

    /// What is not known is left out: it would allow nothing.
    init(_ names: some Collection<String>) {
        let asked = Set(names)
        self.names = Self.all.filter { asked.contains($0) }
    }

    static let all = RecordTypes.all.flatMap { type in Action.allCases.map { name(of: $0, on: type) } } + [settings]

    static func name(of action: Action, on type: RecordType) -> String { "\(type.name).\(action.rawValue)" }

    var isEmpty: Bool { names.isEmpty }

    /// Somebody who acts through a key that says this.
    func limit(_ viewer: Viewer) -> Viewer {
        viewer.limited(to: permissions(of: viewer), by: names)
    }

    /// What of `viewer`'s rights is left through the key. Kinds of records that no scope names are closed to it.
    func permissions(of viewer: Viewer) -> Permissions {
        let named = Set(names)
        let specific = RecordTypes.all.map { type in
            (
                type.name,
                Dictionary(
                    uniqueKeysWithValues: Action.allCases.map { action in
                        (action, named.contains(Self.name(of: action, on: type)) ? viewer.reach(of: action, on: type.name) : Reach.none)
                    })
            )
        }
        return Permissions(
            general: [:], specific: Dictionary(uniqueKeysWithValues: specific),
            managesTenant: viewer.permissions.managesTenant && named.contains(Self.settings))
    }

    /// In a few words.
    var summary: Phrase {
        if names == Self.all { return "Everything" }
        if names == Self.all.filter({ $0.hasSuffix(".\(Action.view.rawValue)") }) { return "Reads everything" }
        return .plural(names.count, one: "\(names.count) permission", other: "\(names.count) permissions")
    }
}
