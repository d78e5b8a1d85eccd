import Foundation
import Platform
import Postgres
import Web

/// Somebody saved a record while another had its form open: what there is now, and what had been there before.
struct StaleEdit: Sendable {
    let current: Record
    /// What the fields that were saved meanwhile held when the form was opened.
    let before: [String: FieldValue]

    /// - Parameter version: the record's when the form was opened.
    static func load(_ current: Record, since version: Int, in scope: TenantScope) async throws -> StaleEdit {
        let count = max(0, min(current.version - version, 200))
        let changes = try await scope.database.read(EventQueries.updates(of: current.id, last: count)).decode(LoggedChange.self)
        var before: [String: FieldValue] = [:]
        // From the newest to the oldest, so that the value of the oldest stays.
        for member in changes.flatMap(\.before.members) {
            guard let field = current.type.field(member.name) else { continue }
            before[field.name] = (try? FieldInput(field).value(json: member.value)) ?? .empty(of: field.type)
        }
        return StaleEdit(current: current, before: before)
    }

    /// A field of which there are two versions.
    struct Difference: Sendable {
        let field: Field
        let theirs: FieldValue
        /// Nil for what cannot be read: the person typed something, if nothing that fits.
        let mine: FieldValue?
        /// Whether the person changed it, and did not only send what they had been shown.
        let isMineChanged: Bool
    }

    func differences(from typed: FormData, as type: RecordType, in timeZone: TimeZone) -> [Difference] {
        let input = RecordInput(type: type, timeZone: timeZone)
        return type.fields(for: .form).filter { !$0.isReadOnly }.compactMap { field in
            let theirs = current[field.name]
            do {
                guard let mine = try input.value(of: field, in: typed), !mine.means(theirs) else { return nil }
                let isMineChanged = before[field.name].map { !mine.means($0) } ?? true
                return Difference(field: field, theirs: theirs, mine: mine, isMineChanged: isMineChanged)
            } catch {
                return Difference(field: field, theirs: theirs, mine: nil, isMineChanged: true)
            }
        }
    }
}

/// Whose version of each field somebody has chosen.
struct VersionChoice: Sendable {
    /// The fields that stay as they were saved meanwhile.
    let theirs: Set<String>

    init(_ typed: FormData) {
        theirs = Set(
            typed.entries.compactMap { entry in
                guard entry.name.hasPrefix("keep["), entry.name.hasSuffix("]"), entry.value == "theirs" else { return nil }
                return String(entry.name.dropFirst(5).dropLast())
            })
    }

    static func name(of field: Field) -> String { "keep[\(field.name)]" }

    /// The form without the fields that stay.
    func chosen(in typed: FormData) -> FormData {
        if theirs.isEmpty { return typed }
        var kept = FormData()
        for entry in typed.entries where !theirs.contains(String(entry.name.prefix { $0 != "[" })) { kept.append(entry.name, entry.value) }
        return kept
    }
}

extension Field {
    /// Whether it is one control, and not a list of entries.
    var isSingle: Bool {
        switch type {
        case .rows, .custom: false
        default: true
        }
    }
}
