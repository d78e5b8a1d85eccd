import Foundation
import Platform
import Postgres
import Web

/// Many records of one type, read, checked and saved with a handful of statements, however many they are. Imports and bulk
/// changes go through it, some hundred to a thousand at a time.
struct RecordChunk: Sendable {
    /// As the viewer sees it.
    let type: RecordType
    let transaction: TenantTransaction

    /// So many at once that a statement more or less does not matter, and so few that nobody waits long for what is locked.
    static let size = 1_000

    /// What `prepare` made of drafts.
    struct Prepared: Sendable {
        /// In their order.
        var ready: [Draft] = []
        /// What is wrong with each of the others.
        var refused: [UUID: [FieldError]] = [:]
    }

    init(_ type: RecordType, in transaction: TenantTransaction) {
        self.type = transaction.scope.viewer.records.refined(type)
        self.transaction = transaction
    }

    private var scope: TenantScope { transaction.scope }
    private var viewer: Viewer { scope.viewer }
    /// With what the viewer does not see: a save leaves that as it is.
    private var whole: RecordType { type.whole }

    // MARK: Reading

    /// The records among `ids` with which the viewer may do `action`, whole, locked until the transaction ends.
    func lock(_ ids: some Sequence<UUID>, for action: Action, deleted: Bool = false) async throws -> [UUID: Record] {
        let ids = Array(ids)
        if ids.isEmpty { return [:] }
        var query = RecordQuery.whole(type, viewer: viewer)
        query.shape = whole.storedShape
        query.action = action
        query.showsDeleted = deleted
        // In one order, so that two that change the same records wait for each other instead of standing in each other's way.
        let rows = try await transaction.query("\(query.many(ids)) order by r.id for no key update of r")
        let records = try rows.map { try $0.record(of: whole, shape: query.shape) }
        return Dictionary(uniqueKeysWithValues: records.map { ($0.id, $0) })
    }

    // MARK: Checking

    /// What a save of each would check and work out. Drafts are of different records.
    /// - Parameters:
    ///   - known: linked records that the viewer is known to see.
    ///   - trusting: takes owners and links as they are: the records had them before.
    func prepare(_ drafts: [Draft], knowing known: Set<UUID> = [], trusting: Bool = false) async throws -> Prepared {
        let owners = trusting ? [] : try await owners(of: drafts)
        let links = trusting ? [] : try await links(of: drafts, known)
        var prepared = Prepared()
        for var draft in drafts {
            do {
                if !trusting { try check(draft, owners: owners, links: links) }
                try await whole.prepare(&draft, transaction)
                prepared.ready.append(draft)
            } catch Failure.invalid(let errors) {
                prepared.refused[draft.id] = errors
            }
        }
        try await whole.complete(&prepared.ready, transaction)
        let refusals = try await whole.refusals(prepared.ready, transaction)
        prepared.ready.removeAll { refusals[$0.id] != nil }
        prepared.refused.merge(refusals) { first, _ in first }
        return prepared
    }

    /// Who of those that records are given to works here.
    private func owners(of drafts: [Draft]) async throws -> Set<UUID> {
        let wanted = Set(drafts.compactMap { $0.givesAnew("owner_id") ? $0["owner_id"].id : nil })
        if wanted.isEmpty { return [] }
        let rows = try await transaction.query("select id from users where id = any(\(Array(wanted))) and status = 'active'")
        return Set(try rows.map { try $0.decode(UUID.self) })
    }

    /// A field that links to other records, and which of those that drafts name the viewer can see.
    private struct Link {
        let field: Field
        let target: RecordType
        var visible: Set<UUID>
    }

    private func links(of drafts: [Draft], _ known: Set<UUID>) async throws -> [Link] {
        var links: [Link] = []
        for field in whole.fields {
            guard case .link(let name) = field.type, let target = viewer.records.named(name) else { continue }
            var link = Link(field: field, target: target, visible: known)
            let wanted = Set(drafts.compactMap { $0.givesAnew(field.name) ? $0[field.name].id : nil })
            if !wanted.isSubset(of: known) {
                let rows = try await transaction.query(RecordQuery(target, viewer: viewer, fields: []).many(Array(wanted)))
                link.visible.formUnion(try rows.map { try $0[0].decode(UUID.self) })
            }
            links.append(link)
        }
        return links
    }

    private func check(_ draft: Draft, owners: Set<UUID>, links: [Link]) throws {
        if draft.givesAnew("owner_id") {
            let owner = draft["owner_id"].id
            guard type.allowsGiving(draft.old, to: owner, for: viewer) else {
                throw Failure.invalid("owner_id", "not_allowed", "You cannot give records to this person.")
            }
            if let owner, !owners.contains(owner) { throw Failure.invalid("owner_id", "not_found", "There is no such person.") }
        }
        for link in links where draft.givesAnew(link.field.name) {
            guard let id = draft[link.field.name].id, !link.visible.contains(id) || id == draft.id else { continue }
            throw Failure.invalid(link.field.name, "not_found", "There is no such \(link.target.label.lowercased()).")
        }
    }

    // MARK: Writing

    /// Saves what `prepare` found ready. Records that were there must have been locked, and must differ from what they were.
    func save(_ drafts: [Draft]) async throws {
        let new = drafts.filter { $0.old == nil }
        let changed = drafts.filter { $0.old != nil }
        let writing = RecordWriting(whole)
        if !new.isEmpty {
            let copy = writing.copy(new, by: scope.actor.userID, at: scope.now)
            try await transaction.copyIn(copy.statement) { try await $0.write(copy.rows) }
        }
        if drafts.isEmpty { return }
        let events = new.map { RecordChange($0).event("created") } + changed.map { RecordChange($0).event("updated") }
        let updates = changed.isEmpty ? [] : [writing.update(changed, by: scope.actor.userID, at: scope.now)]
        _ = try await transaction.pipeline(updates + whole.children(drafts) + [events.insertion(by: scope.actor, at: scope.now)])
        transaction.willChange([type.name])
    }
}

extension RecordType {
    /// Everything that a save reads and writes, without what other records say.
    var storedShape: RecordShape { RecordShape(fields.filter { $0.join == nil && $0.gathers == nil }) }
}
