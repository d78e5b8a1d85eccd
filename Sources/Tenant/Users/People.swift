import Foundation
import Platform
import Postgres

/// Finds out who somebody is at this moment: the one way to a viewer, for requests and for jobs on somebody's behalf.
struct People: Sendable {
    let scope: TenantScope

    /// - Parameter scope: only its tenant matters; nobody has to be signed in.
    init(in scope: TenantScope) {
        self.scope = scope.asSystem(cause: scope.actor.cause)
    }

    /// The same for work that somebody began through a key: it may do no more later on than the key allowed at the beginning.
    /// - Parameter limits: the limits of the viewer who began it.
    func viewer(_ id: UUID, within limits: [String]?) async throws -> Viewer? {
        let viewer = try await viewer(id)
        return limits.map { KeyScopes($0) }.map { scopes in viewer.map { scopes.limit($0) } } ?? viewer
    }

    /// Nil for whoever does not work here, or not any more.
    func viewer(_ id: UUID) async throws -> Viewer? {
        try await first(id)?.viewer
    }

    /// Nil for whoever does not work here, or not any more.
    func first(_ id: UUID) async throws -> Colleague? {
        try Self.person(in: try await scope.database.read(Self.questions(about: id)))
    }

    /// The same as part of a transaction that tells people something.
    static func first(_ id: UUID, in transaction: TenantTransaction) async throws -> Colleague? {
        try person(in: try await transaction.pipeline(questions(about: id)))
    }

    /// The same among other questions.
    static func question(about id: UUID) -> Question<Colleague?> { Question(questions(about: id), reading: person) }

    /// The person first: rights that are newer than the version beside them are loaded again, older ones would stay.
    private static func questions(about id: UUID) -> [SQL] {
        [
            UserQueries.find(id), RoleQueries.held(by: id), TeamQueries.reach(of: id), CustomFieldQueries.all, CalendarQueries.find,
            TagQueries.colors,
        ]
    }

    private static func person(in answers: [Rows]) throws -> Colleague? {
        guard let user = try answers[0].decode(User.self).first, user.status == .active, let reach = answers[2].first else { return nil }
        let (team, joined, hasShares) = try reach.decode(([UUID], [UUID], Bool).self)
        return Colleague(
            user: user, roles: try answers[1].decode(Role.self), team: team, joined: joined, hasShares: hasShares,
            customFields: try answers[3].compactMap { try CustomField($0) },
            calendar: try answers[4].decode(TenantCalendar.self).first ?? .usual, tagColors: try TagColors(answers[5]))
    }
}

/// Somebody who works here, with all that decides what they may do.
struct Colleague: Sendable {
    let user: User
    let roles: [Role]
    /// Whoever is in a team that this person manages.
    let team: [UUID]
    /// The teams that this person belongs to.
    let joined: [UUID]
    let hasShares: Bool
    /// What the tenant has added to record types.
    let customFields: [CustomField]
    let calendar: TenantCalendar
    let tagColors: TagColors

    var viewer: Viewer {
        Viewer(
            userID: user.id, name: user.name, email: user.email, roleLabel: roles.label, permissions: roles.permissions,
            teamMemberIDs: team + [user.id], teamIDs: joined, hasShares: hasShares, accessVersion: user.accessVersion,
            timeZone: user.timeZone, language: user.language,
            definitions: ViewerDefinitions(source.catalogue))
    }

    private var source: CatalogueSource {
        CatalogueSource(refinements: roles.refinements, customFields: customFields, calendar: calendar, tagColors: tagColors)
    }
}
