import Foundation
import Platform
import Web

/// Puts what rows say into the drafts of their records.
struct ImportFilling: Sendable {
    let source: Import
    let viewer: Viewer
    let links: ImportLinks
    let people: [String: UUID]
    /// What names lead to, by link field and normalised name.
    let targets: [String: [String: ImportLinks.Target]]

    enum Filled: Sendable {
        /// - Parameter changed: whether the row said anything that the draft did not hold.
        case done(UUID, changed: Bool, [PendingLink])
        case refused(Phrase)
    }

    private var type: RecordType { source.type }

    /// The linked records that have been looked up, which need no second look.
    var knownIDs: Set<UUID> {
        Set(targets.values.flatMap(\.values).compactMap { if case .one(let id) = $0 { id } else { nil } })
    }

    /// A row that is refused leaves its draft as it was.
    func fill(_ entry: ImportSorting.Case, _ drafts: inout [UUID: Draft]) -> Filled {
        guard let before = drafts[entry.id] else { return .refused("This row could not be taken in.") }
        var draft = before
        var pending: [PendingLink] = []
        do throws(ImportProblem) {
            let cells = entry.row.cells.filter { $0.mayChange(before) }
            draft.put(cells.compactMap(\.part))
            for cell in cells {
                switch cell.content {
                case .part: continue
                case .value(let value): cell.put(value, into: &draft)
                case .owner(let name): draft["owner_id"] = .id(try owner(name, before))
                case .person(let field, let name): draft.give(.id(try person(name, cell.field)), to: field)
                case .link(let link, let name):
                    if let later = try set(link, name, cell.field, &draft) { pending.append(later) }
                }
            }
        } catch {
            return .refused(error.sentence)
        }
        drafts[entry.id] = draft
        return .done(entry.id, changed: draft.values != before.values || !pending.isEmpty, pending)
    }

    private func owner(_ name: String, _ draft: Draft) throws(ImportProblem) -> UUID {
        guard let id = people[name.lowercased()] else { throw ImportProblem("Owner: nobody here is called \"\(name)\".") }
        guard draft.old?.ownerID == id || type.allowsGiving(draft.old, to: id, for: viewer) else {
            throw ImportProblem("Owner: you cannot give records to \(name).")
        }
        return id
    }

    private func person(_ name: String, _ field: Field) throws(ImportProblem) -> UUID {
        guard let id = people[name.lowercased()] else { throw ImportProblem("\(field.label): nobody here is called \"\(name)\".") }
        return id
    }

    /// - Returns: the link, where what it leads to may yet come in this file.
    private func set(_ link: String, _ name: String, _ field: Field, _ draft: inout Draft) throws(ImportProblem) -> PendingLink? {
        guard let (target, match) = links.target(of: link), let key = match.normalised(name) else {
            throw ImportProblem("\(field.label): there is nothing called \"\(name)\".")
        }
        switch targets[link]?[key] {
        case .one(let id):
            draft.give(.id(id), to: link)
            return nil
        case .several(let count):
            throw ImportProblem("\(field.label): \(count) \(target.pluralLabel.lowercased()) are called \"\(name)\".")
        case .missing, nil:
            if target.name == type.name { return PendingLink(recordID: draft.id, field: link, name: name) }
            throw ImportProblem("\(field.label): there is no \(target.label.lowercased()) called \"\(name)\".")
        }
    }
}
