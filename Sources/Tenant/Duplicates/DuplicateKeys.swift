import Foundation
import Platform
import Postgres
import Web

/// Short texts that records have in common which may be the same. Whoever shares one is worth comparing.
struct DuplicateKeys: Sendable {
    /// Few records share one of these by chance.
    private(set) var strong: [String] = []
    /// Sound-alikes within one company or mail domain, and beginnings of company names.
    private(set) var weak: [String] = []

    private static let limit = 40

    init(_ values: [(trait: DuplicateTrait, value: TraitValue)]) {
        var circles: [String] = []
        for (trait, value) in values {
            guard case .texts(let set) = value else { continue }
            let texts = set.sorted()
            switch trait.kind {
            case .email: strong += texts.map { "e:\($0)" }
            case .phone: strong += texts.map { "p:\($0.suffix(8))" }
            case .domain: strong += texts.map { "d:\($0)" }
            case .organisation: add(organisations: texts)
            case .employer, .mailDomain: circles += texts
            case .person: break
            }
        }
        for case (_, .person(let name)) in values { add(name, among: circles) }
        strong = Array(strong.prefix(Self.limit).map { String($0.prefix(100)) })
        weak = Array(weak.prefix(Self.limit).map { String($0.prefix(100)) })
    }

    var all: [String] { strong + weak }

    private mutating func add(organisations names: [String]) {
        for name in names {
            strong.append("o:\(name)")
            weak.append("s:\(sound(of: name))")
            weak.append("w:\(name.filter { $0 != " " }.prefix(5))")
        }
    }

    private mutating func add(_ name: PersonName, among circles: [String]) {
        if let key = name.key { strong.append("n:\(key)") }
        guard !name.last.isEmpty else { return }
        for circle in circles {
            weak.append("l:\(sound(of: name.last)) \(circle)")
            if !name.first.isEmpty { weak.append("f:\(Nicknames.family(of: name.first)) \(name.last.prefix(1)) \(circle)") }
        }
    }
}

enum DuplicateKeyQueries {
    /// Brings the keys of records in line with what they say; those that have not changed are not written.
    static func save(_ keys: [(id: UUID, keys: DuplicateKeys)], of type: RecordType) -> SQL {
        """
        insert into duplicate_keys (record_id, record_type, keys)
        select k.id, \(type.name), string_to_array(k.keys, chr(10))
        from unnest(\(keys.map(\.id)), \(keys.map { $0.keys.all.joined(separator: "\n") })) as k (id, keys)
        on conflict (record_id) do update set keys = excluded.keys where duplicate_keys.keys <> excluded.keys
        """
    }

    /// Records whose keys follow from what has just changed elsewhere; `RefreshDuplicateKeys` makes new ones.
    static func forget(_ ids: [UUID]) -> SQL {
        "delete from duplicate_keys where record_id = any(\(ids))"
    }

    /// The next records by id that have no keys yet.
    static func unkeyed(_ type: RecordType, after id: UUID?, limit: Int) -> SQL {
        """
        select r.id from \(type.table) r left join duplicate_keys k on k.record_id = r.id
        where k.record_id is null and (\(id)::uuid is null or r.id > \(id)) and r.deleted_at is null order by r.id limit \(limit)
        """
    }
}

extension RecordType {
    /// The statement that keeps the keys of saved records, where the type declares how duplicates are recognised.
    static func keys(of drafts: [Draft], by rule: DuplicateRule?) -> [SQL] {
        guard let rule, let type = drafts.first?.type else { return [] }
        let fields = Set(rule.fields.flatMap { [$0, "\($0)_id"] }).filter { type.field($0) != nil }
        let drafts = drafts.filter { draft in fields.contains { draft.isChanging($0) } }
        if drafts.isEmpty { return [] }
        return [DuplicateKeyQueries.save(drafts.map { draft in (draft.id, rule.keys(of: rule.profile { draft[$0] })) }, of: type)]
    }
}
