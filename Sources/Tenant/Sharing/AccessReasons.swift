import Foundation
import Platform
import Postgres
import Web

/// Why somebody sees a record, and what they may do with it: every reason there is, not only the first.
struct AccessReasons: Sendable {
    enum Reason: Sendable {
        /// A role that reaches every record of the type.
        case role(Role)
        case owner
        /// The owner is in teams that this person manages.
        case manager(owner: String, teams: [String])
        case share(Share)
    }

    let colleague: Colleague
    let type: RecordType
    let reasons: [Reason]
    /// What they may do, in the order of the role editor.
    let actions: [Action]

    var viewer: Viewer { colleague.viewer }
    var sees: Bool { !reasons.isEmpty }

    /// - Parameter record: one that the viewer of `scope` sees, however little of it.
    /// - Returns: nil for whoever does not work here; and everybody whom the record is shared with.
    static func of(_ id: UUID, for record: Record, in scope: TenantScope) async throws -> (access: AccessReasons?, shares: [Share]) {
        let shares = try await scope.database.read(ShareQueries.list(of: record.id)).decode(Share.self)
        guard let colleague = try await People(in: scope).first(id) else { return (nil, shares) }
        return (try await of(colleague, for: record, shares: shares, in: scope), shares)
    }

    static func of(_ colleague: Colleague, for record: Record, shares: [Share], in scope: TenantScope) async throws -> AccessReasons {
        let (viewer, type, owner) = (colleague.viewer, record.type, record.ownerID)
        guard viewer.may(.view, type.name) else { return AccessReasons(colleague: colleague, type: type, reasons: [], actions: []) }
        var reasons = colleague.roles.filter { $0.grants.reach(of: .view, on: type.name) == .all }.map { Reason.role($0) }
        if owner != nil, owner == viewer.userID { reasons.append(.owner) }
        if let owner, owner != viewer.userID, let id = viewer.userID, viewer.reach(of: .view, on: type.name) >= .team,
            viewer.teamMemberIDs.contains(owner)
        {
            reasons.append(try await manager(id, of: owner, in: scope))
        }
        let effective = shares.filter { !$0.isOver(at: scope.now) && $0.reaches(viewer) }
        reasons += effective.map { .share($0) }
        var seen = record
        seen.isSharedForEditing = effective.contains(where: \.mayEdit)
        let actions = Action.allCases.filter { ![.create, .import].contains($0) && type.allows($0, for: viewer, record: seen) }
        return AccessReasons(colleague: colleague, type: type, reasons: reasons, actions: reasons.isEmpty ? [] : actions)
    }

    private static func manager(_ id: UUID, of owner: UUID, in scope: TenantScope) async throws -> Reason {
        let answers = try await scope.database.read([
            TeamQueries.between(manager: id, member: owner), "select name from users where id = \(owner)",
        ])
        return .manager(
            owner: try answers[1].first?.decode(String.self) ?? "", teams: try answers[0].map { try $0.decode(String.self) })
    }
}

extension Share {
    func reaches(_ viewer: Viewer) -> Bool {
        switch receiver {
        case .user(let id): id == viewer.userID
        case .team(let id): viewer.teamIDs.contains(id)
        }
    }
}

extension AccessReasons.Reason {
    /// For programs.
    var name: String {
        switch self {
        case .role: "role"
        case .owner: "owner"
        case .manager: "manager"
        case .share: "share"
        }
    }

    /// - Parameter person: nil where it is the reader.
    func text(about person: String?, _ type: RecordType, _ shown: Shown) -> Phrase {
        let records = type.pluralLabel.lowercased()
        switch self {
        case .role(let role): return "The role \(role.label) sees all \(records)."
        case .owner: return person.map { "\($0) is the owner." } ?? "You are the owner."
        case .manager(let owner, let teams):
            let names = teams.joined(separator: ", ")
            return person.map { "\($0) manages \(owner), the owner, in \(names)." } ?? "You manage \(owner), the owner, in \(names)."
        case .share(let share): return share.text(shown)
        }
    }
}

extension Share {
    /// Who shares it with whom, how far and for how long.
    func text(_ shown: Shown) -> Phrase {
        let sharer: Phrase = sharedBy.map { "\($0)" } ?? "Somebody who has left"
        guard let expiresAt else {
            return mayEdit ? "\(sharer) shared it with \(name), for editing." : "\(sharer) shared it with \(name), for viewing."
        }
        let day = shown.moment(expiresAt)
        return mayEdit
            ? "\(sharer) shared it with \(name), for editing, until \(day)."
            : "\(sharer) shared it with \(name), for viewing, until \(day)."
    }
}
