import Web

/// A part of an entry of a list, such as the city of an address.
struct EntryPart: Sendable {
    let list: String
    let index: Int
    let name: String
    let text: String
}

extension ImportRow.Cell {
    /// Whether the rule of the column lets the cell into `draft`.
    func mayChange(_ draft: Draft) -> Bool {
        guard draft.old != nil else { return true }
        switch rule {
        case .overwrite, .add: return true
        case .never: return false
        case .fillBlanks: return isBlank(in: draft)
        }
    }

    private func isBlank(in draft: Draft) -> Bool {
        switch content {
        case .value: return draft[field.name].isEmpty
        case .link(let link, _): return draft[link].isEmpty
        case .person(let field, _): return draft[field].isEmpty
        case .owner: return draft["owner_id"].isEmpty
        case .part(let part):
            let entries = draft[part.list].entries
            return part.index >= entries.count || entries[part.index][part.name]?.string?.isEmpty != false
        }
    }

    var part: EntryPart? { if case .part(let part) = content { part } else { nil } }

    /// Puts a value into `draft`, or adds it to what is there.
    func put(_ value: FieldValue, into draft: inout Draft) {
        guard rule == .add, draft.old != nil else { return draft.give(value, to: field.name) }
        switch value {
        case .tags(let tags):
            let there = draft[field.name].tags
            draft.give(.tags(there + tags.filter { !there.contains($0) }), to: field.name)
        case .text(let text):
            guard let list = draft.type.list(of: field), case .rows(let parts) = list.type, let key = parts.first?.name else { return }
            let entries = draft[list.name].entries
            if entries.contains(where: { $0[key]?.string == text }) { return }
            draft.put([EntryPart(list: list.name, index: entries.count, name: key, text: text)])
        default: draft.give(value, to: field.name)
        }
    }
}

extension Draft {
    /// Puts parts of entries where they belong. Each list is read and written once, however many columns fill it.
    mutating func put(_ parts: [EntryPart]) {
        for (list, parts) in Dictionary(grouping: parts, by: \.list) {
            guard case .rows(let makeUp)? = type.field(list)?.type else { continue }
            var entries = self[list].entries
            for part in parts {
                // A second entry is the first where there is no other.
                let index = min(part.index, entries.count)
                if index == entries.count { entries.append(JSONObject(blank: makeUp)) }
                entries[index][part.name] = .string(part.text)
            }
            self[list] = .rows(String(decoding: JSONValue.array(entries.map { .object($0) }).serialized, as: UTF8.self))
        }
    }
}

extension JSONObject {
    fileprivate init(blank makeUp: [RowField]) {
        self.init()
        for field in makeUp { self[field.name] = field.isFlag ? .bool(false) : .string("") }
    }
}
