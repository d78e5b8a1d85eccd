import Foundation
import Platform
import Postgres
import Web

/// Finds, or makes, the records that rows of a file link to by name.
struct ImportLinks: Sendable {
    let source: Import
    let isCheck: Bool
    let transaction: TenantTransaction

    private var viewer: Viewer { transaction.scope.viewer }

    /// What a name leads to.
    enum Target: Sendable {
        case one(UUID)
        case several(Int)
        /// There is none, and none may be made.
        case missing
    }

    /// The targets of all names that `rows` give for links, by field and normalised name.
    /// - Parameter made: what this run has made or would make, so that a check counts each once.
    func targets(_ names: [String: [String]], _ memory: inout ImportMemory, _ counts: inout Import.Counts) async throws
        -> [String: [String: Target]]
    {
        var targets: [String: [String: Target]] = [:]
        for (field, names) in names.sorted(by: { $0.key < $1.key }) {
            guard let (type, match) = target(of: field) else { continue }
            let spellings = Dictionary(
                names.compactMap { name in match.normalised(name).map { ($0, name) } }, uniquingKeysWith: { first, _ in first })
            var found = try await self.find(Array(spellings.keys), by: match, of: type)
            // One of the type itself may be a later row of the same file: that is settled when all rows are in.
            if type.name != source.type.name {
                let missing = spellings.filter { found[$0.key] == nil }
                let made = try await make(missing, of: type, &memory)
                for (key, id) in made.ids { found[key] = .one(id) }
                counts.linked += made.count
            }
            targets[field] = found
        }
        return targets
    }

    /// The type that a link field leads to, and how its records are called.
    func target(of field: String) -> (type: RecordType, match: MatchKey)? {
        guard case .link(let name)? = source.type.whole.field(field)?.type, let type = viewer.records.named(name),
            let match = type.matchKeys.first(where: { $0.name == type.nameField })
        else { return nil }
        return (type, match)
    }

    /// The records of `type` with one of these names that the viewer sees.
    func find(_ keys: [String], by match: MatchKey, of type: RecordType) async throws -> [String: Target] {
        if keys.isEmpty { return [:] }
        let rows = try await transaction.query(
            "\(match.lookup(keys, viewer)) and r.deleted_at is null and \(type.allows(.view, for: viewer))")
        var ids: [String: Set<UUID>] = [:]
        for row in rows {
            let (key, id) = try row.decode((String, UUID).self)
            ids[key, default: []].insert(id)
        }
        return ids.compactMapValues { ids in ids.count > 1 ? .several(ids.count) : ids.first.map { .one($0) } }
    }

    /// Makes records that have nothing but a name, or in a check says which it would.
    /// - Parameter names: by their normalised form.
    func make(_ names: [String: String], of type: RecordType, _ memory: inout ImportMemory) async throws -> (
        ids: [String: UUID], count: Int
    ) {
        guard source.plan.createsLinks, viewer.may(.create, type.name) else { return ([:], 0) }
        var ids: [String: UUID] = [:]
        var drafts: [Draft] = []
        for (key, name) in names.sorted(by: { $0.key < $1.key }) {
            let known = memory.made["\(type.name) \(key)"]
            ids[key] = known ?? .v7()
            guard known == nil, let id = ids[key] else { continue }
            memory.made["\(type.name) \(key)"] = isCheck ? id : nil
            var draft = Draft(new: type, id: id)
            draft.give(.text(name), to: type.nameField)
            draft["owner_id"] = viewer.userID.map { .id($0) } ?? .null
            drafts.append(draft)
        }
        if isCheck { return (ids, drafts.count) }
        let chunk = RecordChunk(type, in: transaction)
        let prepared = try await chunk.prepare(drafts)
        try await chunk.save(prepared.ready)
        for id in prepared.refused.keys { ids = ids.filter { $0.value != id } }
        return (ids, prepared.ready.count)
    }

    /// The people who work here, by lower-case name and address.
    func people() async throws -> [String: UUID] {
        var people: [String: UUID] = [:]
        for row in try await transaction.query("select id, lower(name), lower(email) from users where status = 'active' limit 5000") {
            let (id, name, email) = try row.decode((UUID, String, String).self)
            people[name] = id
            people[email] = id
        }
        return people
    }
}

/// What a run remembers from chunk to chunk. A check begins anew after a crash, since nothing of it is written.
struct ImportMemory: Sendable {
    /// Ids of linked records that a check would make, by type and normalised name.
    var made: [String: UUID] = [:]
    /// In a check, which keys earlier rows have taken, and what those rows held.
    var taken: [Int: Int] = [:]
    /// In a check, names that rows link to within their own type, and those that the file itself brings.
    var wantedNames: Set<String> = []
    var ownNames: Set<String> = []
}
