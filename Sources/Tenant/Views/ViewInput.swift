import Foundation
import Platform
import Web

/// A view as clients write it: members that are there are set, null empties.
struct ViewInput {
    let body: JSONValue
    let viewer: Viewer
    let now: Date

    /// Of which records a new view is.
    /// - Throws: `Failure.invalid` for those that the viewer does not see.
    func type() throws -> RecordType {
        try Self.type(body.bodyMembers()["record_type"]?.string ?? "", for: viewer)
    }

    static func type(_ name: String, for viewer: Viewer) throws -> RecordType {
        guard let type = viewer.records.named(name), viewer.may(.view, name) else {
            let known = viewer.records.all.map(\.name).joined(separator: ", ")
            throw Failure.invalid("record_type", "unknown", "record_type is one of: \(known).")
        }
        return type
    }

    func fill(_ details: inout ViewDetails, of type: RecordType) throws {
        try JSONInput.read(body) { input in
            if let given = input.text("record_type"), given != type.name {
                throw Failure.invalid("record_type", "fixed", "A view stays with its record type.")
            }
            details.name = input.text("name") ?? details.name
            if let visibility = input.choice("visibility", of: SavedView.Visibility.allCases, as: \.rawValue) {
                details.visibility = visibility
                if visibility != .team { details.teamID = nil }
            }
            if input.names("team_id") { details.teamID = input.id("team_id", orNull: true) }
            details.isPinned = input.flag("pinned") ?? details.isPinned
            details.position = input.number("position") ?? details.position
            try fill(&details.look, of: type, &input)
        }
    }

    private func fill(_ look: inout KeptLook, of type: RecordType, _ input: inout JSONInput) throws {
        if input.names("q") { look.search = input.text("q", orNull: true) ?? "" }
        if let filter = input.value("filter", { $0 }) { look.filter = filter.isNull ? nil : try checked(filter, of: type) }
        if input.names("sort") {
            let keys = (input.texts("sort", orNull: true) ?? []).map {
                SortParameter($0.hasPrefix("-") ? String($0.dropFirst()) : $0, descends: $0.hasPrefix("-"))
            }
            look.sort = try SortKey.parse(keys, for: type).map(\.parameter)
        }
        if input.names("columns") {
            look.columns = try known(input.texts("columns", orNull: true) ?? [], type.fields(for: .list), "columns", of: type)
        }
        if input.names("group") {
            let group = input.text("group", orNull: true)
            look.grouping = try known(group.map { [$0] } ?? [], type.groupingFields, "group", of: type).first
        }
        look.density = input.choice("density", of: Table.Density.allCases, as: \.rawValue) ?? look.density
    }

    /// The filter is asked once for nothing, so that whatever is wrong with its values is said now.
    private func checked(_ json: JSONValue, of type: RecordType) throws -> JSONValue {
        let filter = try FilterParser(type, for: viewer).parse(json)
        _ = try FilterCompiler(type: type, viewer: viewer, now: now).compile(filter)
        return filter.json
    }

    private func known(_ names: [String], _ fields: [Field], _ member: String, of type: RecordType) throws -> [String] {
        for name in names where !fields.contains(where: { $0.name == name }) {
            throw Failure.invalid(member, "unknown_field", "\(type.pluralLabel) have no field \"\(name)\" for this.")
        }
        return names
    }
}
