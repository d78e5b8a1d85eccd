import Foundation
import Platform
import Postgres
import Web

/// What a view is to be.
struct ViewDetails: Sendable {
    var name: String
    var visibility = SavedView.Visibility.own
    var teamID: UUID?
    var isPinned = true
    var position = 0
    var look: KeptLook
}

extension SavedView {
    var details: ViewDetails {
        ViewDetails(name: name, visibility: visibility, teamID: teamID, isPinned: isPinned, position: position, look: kept)
    }
}

/// Keeping, sharing and finding views; pages and the API call it.
struct SavedViews: Sendable {
    let scope: TenantScope

    private static let nameLimit = 60
    private static let limitEach = 100

    func list(of type: RecordType) async throws -> [SavedView] {
        guard scope.viewer.may(.view, type.name) else { return [] }
        return try await scope.database.read(ViewQueries.list(of: type, for: scope.viewer)).decode(SavedView.self)
    }

    func list() async throws -> [SavedView] {
        try await scope.database.read(ViewQueries.list(for: scope.viewer)).decode(SavedView.self)
    }

    /// - Throws: `Failure.notFound` for a view that is not there or not for this person.
    func find(_ id: UUID) async throws -> SavedView {
        let rows = try await scope.database.read(ViewQueries.find(id, for: scope.viewer))
        guard let view = try rows.decode(SavedView.self).first else { throw Failure.notFound }
        return view
    }

    /// What the view of this id shows of a list, for programs: they are told rather than given more than the view was made for.
    /// - Throws: `Failure.invalid` where there is no such view, or its filter cannot be asked any more by this person.
    func look(_ id: String?, of type: RecordType) async throws -> ListLook? {
        guard let id else { return nil }
        guard let known = UUID(uuidString: id), let view = try await list(of: type).first(where: { $0.id == known }) else {
            throw Failure.invalid("view", "unknown", "There is no view \"\(id.prefix(80))\" of \(type.pluralLabel.lowercased()).")
        }
        let (look, lost) = view.kept.look(of: type, for: scope.viewer, at: scope.now)
        guard lost == 0 else {
            throw Failure.invalid("view", "incomplete", "This view asks about something that you cannot see or that is no longer there.")
        }
        return look
    }

    func teams() async throws -> [(id: UUID, name: String)] {
        try await scope.database.read(ViewQueries.teams(of: scope.viewer)).map { try $0.decode((UUID, String).self) }
    }

    func create(_ details: ViewDetails, of type: RecordType) async throws -> SavedView {
        try await scope.database.transaction { try await add(details, of: type, in: $0) }
    }

    func add(_ details: ViewDetails, of type: RecordType, in transaction: TenantTransaction) async throws -> SavedView {
        guard let owner = scope.viewer.userID, scope.viewer.may(.view, type.name) else {
            throw Failure.forbidden(reason: "Your role does not let you view \(type.pluralLabel.lowercased()).")
        }
        let id = UUID.v7()
        try await check(details, of: type, was: nil, in: transaction)
        let count = try await transaction.query(ViewQueries.count(of: type, ownedBy: owner)).first?.decode(Int.self) ?? 0
        guard count < Self.limitEach else {
            throw Failure.invalid("name", "too_many", "You keep \(count) views of \(type.pluralLabel.lowercased()): delete one first.")
        }
        try await transaction.execute(ViewQueries.insert(id, details, of: type, by: owner, at: scope.now))
        try await transaction.record(Event("view.created", recordType: "view", recordID: id, after: JSON(["name": .string(details.name)])))
        return try await find(id, in: transaction)
    }

    /// - Throws: `Failure.preconditionFailed` where somebody else was faster than `version`.
    func change(_ id: UUID, version: Int? = nil, _ change: @Sendable (inout ViewDetails) throws -> Void) async throws -> SavedView {
        try await scope.database.transaction { transaction in
            let view = try await changeable(id, version, in: transaction)
            guard let type = scope.viewer.records.named(view.recordType) else { throw Failure.notFound }
            var details = view.details
            try change(&details)
            try await check(details, of: type, was: view, in: transaction)
            try await transaction.execute(ViewQueries.update(id, details, at: scope.now))
            try await transaction.record(
                Event(
                    "view.updated", recordType: "view", recordID: id, before: JSON(["name": .string(view.name)]),
                    after: JSON(["name": .string(details.name)])))
            return try await find(id, in: transaction)
        }
    }

    func delete(_ id: UUID, version: Int? = nil) async throws {
        try await scope.database.transaction { transaction in
            let view = try await changeable(id, version, in: transaction)
            try await transaction.execute(ViewQueries.delete(id))
            try await transaction.record(
                Event("view.deleted", recordType: "view", recordID: id, before: JSON(["name": .string(view.name)])))
        }
    }

    /// Makes it what a person sees first, or no longer.
    func setOwnDefault(_ id: UUID, _ isDefault: Bool) async throws {
        let view = try await find(id)
        guard let me = scope.viewer.userID?.text else { throw Failure.notFound }
        try await scope.database.write(isDefault ? ViewQueries.setDefault(view, for: me) : ViewQueries.removeDefault(view, for: me))
    }

    /// - Throws: `Failure.forbidden` for whoever does not manage the tenant.
    func rolesSeeingFirst(_ id: UUID) async throws -> Set<String> {
        try permitDefaults()
        return Set(try await scope.database.read(ViewQueries.roles(seeingFirst: id)).map { try $0.decode(String.self) })
    }

    private func permitDefaults() throws {
        try scope.viewer.requireAdmin("Only admins choose what a role sees first.")
    }

    /// Makes it what everybody with this role sees first, unless they chose for themselves.
    func setDefault(_ id: UUID, ofRole role: String, _ isDefault: Bool) async throws {
        let view = try await find(id)
        try permitDefaults()
        guard view.visibility == .public || !isDefault else {
            throw Failure.invalid("role", "not_public", "Share the view with everybody first: not all who have this role can see it.")
        }
        let subject = "role:\(role)"
        try await scope.database.write(
            isDefault ? ViewQueries.setDefault(view, for: subject) : ViewQueries.removeDefault(view, for: subject))
    }

    private func find(_ id: UUID, in transaction: TenantTransaction) async throws -> SavedView {
        let rows = try await transaction.query(ViewQueries.find(id, for: scope.viewer))
        guard let view = try rows.decode(SavedView.self).first else { throw Failure.notFound }
        return view
    }

    private func changeable(_ id: UUID, _ version: Int?, in transaction: TenantTransaction) async throws -> SavedView {
        try await transaction.execute(ViewQueries.lock(id))
        let view = try await find(id, in: transaction)
        guard view.mayChange(scope.viewer) else { throw view.belongsToSomebodyElse }
        if let version, version != view.version { throw Failure.preconditionFailed }
        return view
    }

    private func check(_ details: ViewDetails, of type: RecordType, was old: SavedView?, in transaction: TenantTransaction) async throws {
        guard !details.name.isEmpty else { throw Failure.invalid("name", "required", "Give the view a name.") }
        guard details.name.count <= Self.nameLimit else {
            throw Failure.invalid("name", "too_long", "The name is longer than \(Self.nameLimit) characters.")
        }
        guard (0...1_000_000).contains(details.position) else {
            throw Failure.invalid("position", "out_of_range", "The position is a whole number from 0 to 1,000,000.")
        }
        if let old, old.visibility == details.visibility, old.teamID == details.teamID { return }
        guard SavedView.Visibility.allowed(to: scope.viewer, for: type).contains(details.visibility) else {
            throw Failure.forbidden(reason: "Your role does not let you share this view so widely.")
        }
        guard (details.visibility == .team) == (details.teamID != nil) else {
            throw Failure.invalid("team_id", "required", "Name the team, and only where the view is for a team.")
        }
        let teams = try await transaction.query(ViewQueries.teams(of: scope.viewer)).map { try $0.decode(UUID.self) }
        if let team = details.teamID, !teams.contains(team) {
            throw Failure.invalid("team_id", "unknown", "You share with teams that you belong to.")
        }
    }
}
