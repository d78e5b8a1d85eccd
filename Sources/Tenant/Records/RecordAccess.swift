import Foundation
import Platform
import Postgres

/// The one rule about who may do what with which records. Every list, count, search, export and call adds it.
extension RecordType {
    /// Which records `viewer` may do `action` with. Nobody does anything with a record that they do not see.
    func allows(_ action: Action, for viewer: Viewer, alias: SQL = "r") -> SQL {
        let reached = reached(by: action, of: viewer, alias: alias)
        // What reaches no further than seeing does is seen anyway.
        guard viewer.reach(of: action, on: name) > viewer.reach(of: .view, on: name) else { return reached }
        return "(\(self.reached(by: .view, of: viewer, alias: alias)) and \(reached))"
    }

    /// The same rule for a record at hand, which `viewer` sees.
    func allows(_ action: Action, for viewer: Viewer, record: Record) -> Bool {
        allows(action, for: viewer, owner: record.ownerID)
            || action == .edit && record.isSharedForEditing && viewer.may(.edit, name)
    }

    /// Whether what `owner` has is within the reach of an action, shares aside.
    func allows(_ action: Action, for viewer: Viewer, owner: UUID?) -> Bool {
        switch viewer.reach(of: action, on: name) {
        case .all: true
        case .team: owner.map { viewer.teamMemberIDs.contains($0) } ?? false
        case .own: owner != nil && owner == viewer.userID
        case .none: false
        }
    }

    /// Whether `viewer` may give a record to `owner`: one that they may assign as it is, to somebody within the same reach. A new one,
    /// nil, is one's own to begin with.
    func allowsGiving(_ record: Record?, to owner: UUID?, for viewer: Viewer) -> Bool {
        let isWithin = allows(.assign, for: viewer, owner: owner)
        guard let record else { return isWithin || owner == viewer.userID }
        return isWithin && allows(.assign, for: viewer, owner: record.ownerID)
    }

    /// Whether the record of alias `r` is shared with `viewer` for editing; nil where that says nothing.
    func isSharedForEditing(with viewer: Viewer) -> SQL? {
        guard viewer.hasShares, widens(.edit, for: viewer) else { return nil }
        return "r.id = any(\(ShareQueries.shared(self, with: viewer, forEditing: true)))"
    }

    private func reached(by action: Action, of viewer: Viewer, alias: SQL) -> SQL {
        let owned: SQL
        switch viewer.reach(of: action, on: name) {
        case .all: return "true"
        case .none: return "false"
        case .team: owned = "\(alias).owner_id = any(\(viewer.teamMemberIDs))"
        case .own: owned = "\(alias).owner_id = \(viewer.userID)"
        }
        guard viewer.hasShares, widens(action, for: viewer) else { return owned }
        return "(\(owned) or \(alias).id = any(\(ShareQueries.shared(self, with: viewer, forEditing: action == .edit))))"
    }

    /// A share is for seeing and editing, and opens nothing that the person's roles close.
    private func widens(_ action: Action, for viewer: Viewer) -> Bool {
        (action == .view || action == .edit) && [.own, .team].contains(viewer.reach(of: action, on: name))
    }
}
