import Foundation
import Platform
import Postgres
import Web

/// Makes one record out of several, in such a way that they can be taken apart again.
struct RecordMerge: Sendable {
    /// As the viewer sees it.
    let type: RecordType
    let scope: TenantScope
    /// Of the merge and of the batch of everything that it does.
    let id = UUID.v7()

    /// What a merge leaves behind, to be taken back by.
    struct Trace: Sendable {
        let id: UUID
        let type: RecordType
        let winnerID: UUID
        let loserIDs: [UUID]
        /// The fields of the one that stays that the merge has changed.
        let before: JSON
        let after: JSON

        var allIDs: [UUID] { [winnerID] + loserIDs }
    }

    /// What pointed at one of the records that went.
    struct Move: Sendable {
        let place: String
        let source: UUID
        let keys: [String]
    }

    init(_ type: RecordType, in scope: TenantScope) {
        self.type = scope.viewer.records.refined(type)
        self.scope = scope.inBatch(id)
    }

    private var store: RecordStore { RecordStore(type, in: scope) }
    private var whole: RecordType { type.whole }
    private static let limit = 20

    /// - Parameters:
    ///   - winner: the one that stays, under its id.
    ///   - choices: by field, the id of the record whose value stays; else the best one does.
    ///   - versions: what the person saw when they chose; nothing merges whatever is there.
    ///   - isAdding: whether the others were added for this only, so that nothing of anybody's is deleted.
    /// - Throws: `StaleRecord` where somebody has saved one of them since.
    func merge(
        _ others: [UUID], into winner: UUID, keeping choices: [String: UUID] = [:], versions: [UUID: Int] = [:],
        adding isAdding: Bool = false, in transaction: TenantTransaction
    ) async throws -> Record {
        let records = try await lock([winner] + others, adding: isAdding, in: transaction)
        for record in records {
            if let seen = versions[record.id], seen != record.version { throw StaleRecord(current: record.seen(as: type)) }
        }
        try check(choices, among: records)
        let since = try await Self.provenance(of: records, ask: { try await transaction.query($0) })
        // Those that go leave first: what only one record may have is free then.
        try await transaction.execute(MergeQueries.retire(others, of: type, by: scope.actor.userID, at: scope.now))
        let moves = try await move(from: others, to: winner, in: transaction)
        var draft = Draft(changing: records[0])
        MergeProposal(records, since: since, choices: choices).fill(&draft)
        try await breakRings(&draft, in: transaction)
        _ = try await store.save(&draft, in: transaction)
        let change = RecordChange(draft).event("updated")
        let trace = Trace(
            id: id, type: type, winnerID: winner, loserIDs: others, before: change.before ?? JSON(text: "{}"),
            after: change.after ?? JSON(text: "{}"))
        try await leave(trace, moves, in: transaction)
        try await log(trace, records, in: transaction)
        return try await store.find(winner, in: transaction)
    }

    /// What stood below one record stands below another now, perhaps above itself: the record that stays is taken out of the ring.
    private func breakRings(_ draft: inout Draft, in transaction: TenantTransaction) async throws {
        for field in whole.fields {
            guard case .link(type.name) = field.type, let column = field.column, let parent = draft[field.name].id else { continue }
            if try await store.closesRing(draft.id, below: parent, by: column, in: transaction) { draft[field.name] = .null }
        }
    }

    // MARK: Checking

    /// All of them, in order; two merges of the same records wait for each other.
    private func lock(_ ids: [UUID], adding isAdding: Bool, in transaction: TenantTransaction) async throws -> [Record] {
        guard ids.count >= 2, Set(ids).count == ids.count else {
            throw Failure.invalid("with", "invalid", "Name other records, each once.")
        }
        guard ids.count <= Self.limit else {
            throw Failure.invalid("with", "too_many", "At most \(Self.limit) records can be merged at once.")
        }
        let query = RecordQuery.whole(type, viewer: scope.viewer)
        let rows = try await transaction.query("\(query.many(ids)) order by r.id for no key update of r")
        let found = try rows.map { try $0.record(of: query) }
        let records = ids.compactMap { id in found.first { $0.id == id } }
        guard records.first?.id == ids[0] else { throw Failure.notFound }
        guard records.count == ids.count else {
            throw Failure.invalid("with", "not_found", "There is no such \(type.label.lowercased()), or it has been merged meanwhile.")
        }
        for (index, record) in records.enumerated() {
            guard store.allows(.edit, record), index == 0 || isAdding || store.allows(.delete, record) else {
                throw Failure.forbidden(reason: "To merge, you must be allowed to edit all of them and to delete those that go.")
            }
        }
        return records
    }

    private func check(_ choices: [String: UUID], among records: [Record]) throws {
        for (name, id) in choices {
            guard let field = type.field(name), field.uses.contains(.audit), !field.isUnited else {
                throw Failure.invalid("fields[\(name)]", "unknown_field", "There is no field \"\(name)\" to choose.")
            }
            if field.isReadOnly {
                throw Failure.invalid("fields[\(name)]", "read_only", "Your role does not let you change \(field.label.lowercased()).")
            }
            if name == "owner_id", let owner = records.first(where: { $0.id == id })?.ownerID, owner != records.first?.ownerID,
                !type.allowsGiving(records.first, to: owner, for: scope.viewer)
            {
                throw Failure.invalid("fields[\(name)]", "not_allowed", "You cannot give records to this person.")
            }
            guard records.contains(where: { $0.id == id }) else {
                throw Failure.invalid("fields[\(name)]", "not_merged", "Name the id of one of the records that are merged.")
            }
        }
    }

    /// When which record got which field.
    static func provenance(of records: [Record], ask: (SQL) async throws -> Rows) async throws -> [UUID: [String: Date]] {
        var since: [UUID: [String: Date]] = [:]
        for row in try await ask(MergeQueries.provenance(of: records.map(\.id))) {
            let (id, name, at) = try row.decode((UUID, String, Date).self)
            since[id, default: [:]][name] = at
        }
        return since
    }

    // MARK: Moving

    private func move(from losers: [UUID], to winner: UUID, in transaction: TenantTransaction) async throws -> [Move] {
        var moves: [Move] = []
        for place in MergePlace.all(of: type, in: scope.viewer.records) {
            for loser in losers {
                let statement = place.move(from: loser, to: winner, merging: [winner] + losers, by: scope.actor.userID, at: scope.now)
                let keys = try await transaction.query(statement).map { try $0.decode(String.self) }
                if keys.isEmpty { continue }
                moves.append(Move(place: place.name, source: loser, keys: keys))
                try await MovedRecords(place, keys).note(from: loser, to: winner, by: scope, in: transaction)
            }
        }
        return moves
    }

    // MARK: Remembering

    private func leave(_ trace: Trace, _ moves: [Move], in transaction: TenantTransaction) async throws {
        let (user, now) = (scope.actor.userID, scope.now)
        _ = try await transaction.pipeline(
            [MergeQueries.insert(trace, by: user, at: now), MergeQueries.insertSuccessors(trace)]
                + MergeQueries.insertMoves(moves, of: id) + MergeQueries.inheritDismissals(trace, by: user, at: now))
    }

    private func log(_ trace: Trace, _ records: [Record], in transaction: TenantTransaction) async throws {
        let names = records.dropFirst().map { record in
            JSONValue.object(["id": .string(record.id.text), "name": .string(record.title)])
        }
        let made = JSONValue.object(["merge_id": .string(id.text), "records": .array(Array(names))])
        let gone = JSONValue.object(["merged_into": .string(trace.winnerID.text)])
        let events =
            [Event("\(type.name).merged", recordType: type.name, recordID: trace.winnerID, after: JSON(made))]
            + trace.loserIDs.map { Event("\(type.name).absorbed", recordType: type.name, recordID: $0, after: JSON(gone)) }
        try await transaction.execute(events.insertion(by: scope.actor, at: scope.now))
        transaction.willChange([type.name])
    }
}

/// Records whose link has gone to another record: what else that entails.
struct MovedRecords: Sendable {
    let place: MergePlace
    let keys: [String]

    private static let chunk = 5_000

    init(_ place: MergePlace, _ keys: [String]) {
        (self.place, self.keys) = (place, keys)
    }

    func note(from source: UUID, to target: UUID, by scope: TenantScope, in transaction: TenantTransaction) async throws {
        guard case .link(let other, _) = place else { return }
        for start in stride(from: 0, to: keys.count, by: Self.chunk) {
            let some = Array(keys[start..<min(start + Self.chunk, keys.count)])
            let events = place.events(of: some, from: source, to: target).insertion(by: scope.actor, at: scope.now)
            let forgetting = DuplicateKeyQueries.forget(some.compactMap { UUID(uuidString: $0) })
            _ = try await transaction.pipeline([events] + (other.duplicates == nil ? [] : [forgetting]))
        }
        transaction.willChange([other.name])
        if other.duplicates != nil { try await transaction.enqueue(RefreshDuplicateKeys(), uniqueKey: "keys") }
    }
}
