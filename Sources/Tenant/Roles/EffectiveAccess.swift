import Foundation
import Platform
import Postgres
import Web

/// What a person may do with each record type once all their roles, teams and shares count together.
struct EffectiveAccess: Sendable {
    struct OfType: Sendable {
        let type: RecordType
        let reaches: [Action: Reach]
        let hidden: [Field]
        let readOnly: [Field]
        /// How many records of it they see, counted up to `RecordTotal.exactUpTo`.
        let seen: Int
    }

    let person: Colleague
    let types: [OfType]
    /// Everybody one may ask about.
    let people: [Choice]

    /// - Parameter id: nil for whoever asks.
    /// - Throws: `Failure.notFound` for whoever does not work here.
    static func load(of id: UUID?, in scope: TenantScope) async throws -> EffectiveAccess {
        let people = try await scope.database.read(UserQueries.active).decode(Choice.self)
        guard let id = id ?? scope.viewer.userID, let person = try await People(in: scope).first(id) else { throw Failure.notFound }
        let viewer = person.viewer
        let types = viewer.records.all
        let counts = try await scope.database.read(
            try types.map { try RecordQuery($0, viewer: viewer, fields: []).count(upTo: RecordTotal.exactUpTo + 1) })
        return EffectiveAccess(
            person: person,
            types: try zip(types, counts).map { type, rows in
                OfType(
                    type: type,
                    reaches: Dictionary(uniqueKeysWithValues: Action.allCases.map { ($0, viewer.reach(of: $0, on: type.name)) }),
                    hidden: type.whole.governed.filter { type.field($0.name) == nil },
                    readOnly: type.whole.governed.filter { type.field($0.name)?.isReadOnly == true },
                    seen: try rows.first?.decode(Int.self) ?? 0)
            }, people: people)
    }
}
