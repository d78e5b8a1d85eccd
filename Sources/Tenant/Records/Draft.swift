import Foundation
import Web

/// A record about to be saved: what it is, and what it is to become.
public struct Draft: Sendable {
    let type: RecordType
    let id: UUID
    /// Nil for a new record.
    let old: Record?
    /// Of a new record all that was said; of one that is there only what is to be other than it was, since an import or a bulk
    /// change of many records goes through here for each of them.
    private(set) var values: [String: FieldValue] = [:]
    /// The fields that somebody asked to set, as opposed to those that follow.
    private(set) var given: Set<String> = []

    /// - Parameter type: whose whole is meant, so that what its author does not see gets its usual value.
    init(new type: RecordType, id: UUID) {
        self.type = type.whole
        self.id = id
        old = nil
    }

    init(changing record: Record) {
        type = record.type
        id = record.id
        old = record
    }

    /// As a new record would have it: what there is to check when a record comes back.
    init(copying record: Record) {
        self.init(new: record.type, id: record.id)
        for (field, value) in zip(record.shape.fields, record.values) { values[field.name] = value }
    }

    subscript(_ name: String) -> FieldValue {
        get {
            if name == "custom", !type.customFields.isEmpty { return custom }
            return stored(name) ?? type.field(name).map { .empty(of: $0.type) } ?? .null
        }
        set {
            values[name] = old.map { newValue.means($0[name]) } == true ? nil : newValue
        }
    }

    private func stored(_ name: String) -> FieldValue? { values[name] ?? old?.value(of: name) }

    /// Sets what somebody asked for.
    mutating func give(_ value: FieldValue, to name: String) {
        self[name] = value
        given.insert(name)
    }

    /// Whether anybody or anything has said what the field of a new record is to be.
    func says(_ name: String) -> Bool { values[name] != nil }
}

// MARK: What a save would change

extension Draft {
    /// Whether a save would write another value.
    func isChanging(_ name: String) -> Bool {
        if old == nil || values[name] != nil { return true }
        return name == "custom" && type.customFields.contains(where: isSaying)
    }

    /// The names of all for which that is so.
    var changing: Set<String> {
        if old == nil { return Set(type.fields.map(\.name)) }
        return isChanging("custom") ? Set(values.keys).union(["custom"]) : Set(values.keys)
    }

    /// Whether somebody asked for another value.
    func givesAnew(_ name: String) -> Bool {
        given.contains(name) && self[name] != old?[name] ?? .null
    }

    /// The fields that a save would change, in declared order.
    var changes: [Field] {
        if old == nil {
            return type.fields.filter { $0.uses.contains(.audit) && ($0.custom == nil ? !self[$0.name].isEmpty : isSaying($0)) }
        }
        return values.keys.compactMap { type.position(of: $0) }.sorted().map { type.fields[$0] }.filter { $0.uses.contains(.audit) }
    }

    /// Whether a save would write other entries of a list, such as e-mail addresses: they have rows of their own.
    var changesEntries: Bool {
        old == nil ? type.fields.contains(where: \.holdsRows) : values.keys.contains { type.field($0)?.holdsRows == true }
    }

    /// Whether it says of a field what the record does not say yet.
    private func isSaying(_ field: Field) -> Bool {
        old == nil ? values[field.name]?.isEmpty == false : values[field.name] != nil
    }

    /// The values of the tenant's own fields as they are kept: with what nobody sees any more.
    private var custom: FieldValue {
        var members = (stored("custom") ?? .null).members
        for field in type.customFields where isSaying(field) {
            guard let name = field.custom?.description else { continue }
            // What is empty is not there at all, rather than null.
            members[name] = self[field.name].isEmpty ? Optional.none : self[field.name].json
        }
        return .rows(String(decoding: JSONValue.object(members).serialized, as: UTF8.self))
    }
}

extension Field {
    fileprivate var holdsRows: Bool { if case .rows = type { true } else { false } }
}
