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

    /// Whose they are, with no more rights than the key has through which they may be asking.
    let viewer: Viewer
    let type: RecordType
    let reasons: [Reason]
    /// What they may do, in the order of the role editor.
    let actions: [Action]

    var sees: Bool { !reasons.isEmpty }

    /// Why each of some people sees a record, and whom it is shared with at all.
    /// - Parameter record: one that whoever asks sees, however little of it.
    static func question(
        about viewers: [Viewer], for record: Record, at now: Date
    ) -> Question<(shares: [Share], access: [AccessReasons])> {
        let shares = Question(ShareQueries.list(of: record.id)) { try $0.decode(Share.self) }
        let grounds = Question.all(viewers.map { roles(of: $0).and(management(of: record, by: $0)) })
        return shares.and(grounds).map { shares, grounds in
            let effective = shares.filter { !$0.isOver(at: now) }
            let access = zip(viewers, grounds).map { viewer, grounds in
                AccessReasons(viewer, record, roles: grounds.0, management: grounds.1, shares: effective.filter { $0.reaches(viewer) })
            }
            return (shares, access)
        }
    }

    private init(_ viewer: Viewer, _ record: Record, roles: [Role], management: Reason?, shares: [Share]) {
        (self.viewer, type) = (viewer, record.type)
        guard viewer.may(.view, type.name) else {
            (reasons, actions) = ([], [])
            return
        }
        var reasons = roles.filter { $0.grants.reach(of: .view, on: record.type.name) == .all }.map { Reason.role($0) }
        if let owner = record.ownerID, owner == viewer.userID { reasons.append(.owner) }
        reasons += [management].compactMap(\.self) + shares.map { Reason.share($0) }
        var seen = record
        seen.isSharedForEditing = shares.contains(where: \.mayEdit)
        let allowed = Action.allCases.filter { ![.create, .import].contains($0) && seen.type.allows($0, for: viewer, record: seen) }
        (self.reasons, actions) = (reasons, reasons.isEmpty ? [] : allowed)
    }

    private static func roles(of viewer: Viewer) -> Question<[Role]> {
        guard let id = viewer.userID else { return .known([]) }
        return Question(RoleQueries.held(by: id)) { try $0.decode(Role.self) }
    }

    /// Answered by nil for whoever does not manage its owner.
    private static func management(of record: Record, by viewer: Viewer) -> Question<Reason?> {
        guard let owner = record.ownerID, let id = viewer.userID, owner != id, viewer.teamMemberIDs.contains(owner),
            viewer.reach(of: .view, on: record.type.name) >= .team
        else { return .known(nil) }
        return Question([TeamQueries.between(manager: id, member: owner), "select name from users where id = \(owner)"]) { answers in
            .manager(
                owner: try answers[1].first?.decode(String.self) ?? "", teams: try answers[0].map { try $0.decode(String.self) })
        }
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
