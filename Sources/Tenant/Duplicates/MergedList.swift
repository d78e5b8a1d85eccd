import Foundation
import Web

/// Lists of several records as one, and apart again.
enum MergedList {
    /// Everything that any of `values` holds, the first one's entries first.
    static func united(_ values: [FieldValue], of field: Field) -> FieldValue {
        guard case .rows(let parts) = field.type else {
            var seen: Set<String> = []
            return .tags(values.flatMap(\.tagList).filter { seen.insert($0).inserted })
        }
        var entries: [JSONObject] = []
        for entry in values.flatMap(\.entries) {
            if let known = entries.firstIndex(where: { identity($0, parts) == identity(entry, parts) }) {
                raiseFlags(&entries[known], entry, parts)
            } else {
                var entry = entry
                if entries.contains(where: { $0["primary"]?.bool == true }), entry["primary"] != nil { entry["primary"] = false }
                entries.append(entry)
            }
        }
        return .rows(text(entries))
    }

    /// What opted out or bounced in one record does so in both.
    private static func raiseFlags(_ entry: inout JSONObject, _ other: JSONObject, _ parts: [RowField]) {
        for part in parts where part.isFlag && part.name != "primary" && other[part.name]?.bool == true { entry[part.name] = true }
    }

    /// `current` without what a merge has brought, and with what it has taken away.
    static func reverted(_ current: FieldValue, before: FieldValue, after: FieldValue, of field: Field) -> FieldValue {
        guard case .rows(let parts) = field.type else {
            let brought = Set(after.tagList).subtracting(before.tagList)
            return .tags(current.tagList.filter { !brought.contains($0) })
        }
        let old = byIdentity(before, parts)
        let merged = byIdentity(after, parts)
        let kept = current.entries.compactMap { entry -> JSONObject? in
            let name = identity(entry, parts)
            guard let original = old[name] else { return merged[name] == nil ? entry : nil }
            return merged[name].map { FieldValue.rows(text([$0])).means(.rows(text([entry]))) } == true ? original : entry
        }
        return .rows(text(kept))
    }

    private static func byIdentity(_ value: FieldValue, _ parts: [RowField]) -> [String: JSONObject] {
        Dictionary(value.entries.map { (identity($0, parts), $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// What makes two entries the same: the address or number, else all that they say but for their label.
    private static func identity(_ entry: JSONObject, _ parts: [RowField]) -> String {
        let key = parts.first { part in
            switch part.type {
            case .email, .phone, .url: true
            default: false
            }
        }
        let names = key.map { [$0.name] } ?? parts.filter { !$0.isFlag && $0.name != "label" }.map(\.name)
        return names.map { folded(entry[$0]?.string ?? "") }.joined(separator: "\n")
    }

    private static func text(_ entries: [JSONObject]) -> String {
        String(decoding: JSONValue.array(entries.map { .object($0) }).serialized, as: UTF8.self)
    }
}

extension FieldValue {
    var tagList: [String] {
        if case .tags(let tags) = self { tags } else { [] }
    }
}
