import Foundation
import Platform
import Web

/// A view as clients write it: members that are there are set, null empties.
struct ViewInput {
    private let object: JSONObject
    private let viewer: Viewer
    private let now: Date

    private static let known: Set<String> = [
        "record_type", "name", "visibility", "team_id", "pinned", "position", "q", "filter", "sort", "columns", "group", "density",
    ]

    /// - Throws: `Failure.invalid` for members that nobody knows.
    init(_ body: JSONValue, for viewer: Viewer, at now: Date) throws {
        guard let object = body.object else { throw Failure.badRequest(detail: "The body is a JSON object.") }
        let unknown = object.names.filter { !Self.known.contains($0) }
        guard unknown.isEmpty else {
            throw Failure.invalid(unknown.map { FieldError(field: $0, code: "unknown_field", message: "A view has no \"\($0)\".") })
        }
        (self.object, self.viewer, self.now) = (object, viewer, now)
    }

    static func type(_ name: String, for viewer: Viewer) throws -> RecordType {
        guard let type = viewer.records.named(name), viewer.may(.view, name) else {
            let known = viewer.records.all.map(\.name).joined(separator: ", ")
            throw Failure.invalid("record_type", "unknown", "record_type is one of: \(known).")
        }
        return type
    }

    func fill(_ details: inout ViewDetails, of type: RecordType) throws {
        if let given = object["record_type"], given.string != type.name {
            throw Failure.invalid("record_type", "fixed", "A view stays with its record type.")
        }
        if let name = object["name"] { details.name = cleanText(try text(name, "name")) ?? "" }
        if let given = object["visibility"] {
            details.visibility = try choice(given, "visibility")
            if details.visibility != .team { details.teamID = nil }
        }
        if let team = object["team_id"] { details.teamID = try id(team, "team_id") }
        if let pinned = object["pinned"] { details.isPinned = try flag(pinned, "pinned") }
        if let position = object["position"] {
            guard let number = position.int else { throw wrong("position", "a whole number") }
            details.position = number
        }
        try fill(&details.look, of: type)
    }

    private func fill(_ look: inout KeptLook, of type: RecordType) throws {
        if let search = object["q"] { look.search = search.isNull ? "" : cleanText(try text(search, "q")) ?? "" }
        if let filter = object["filter"] { look.filter = filter.isNull ? JSONValue?.none : try checked(filter, of: type) }
        if let sort = object["sort"] {
            let keys = try texts(sort, "sort").map {
                SortParameter($0.hasPrefix("-") ? String($0.dropFirst()) : $0, descends: $0.hasPrefix("-"))
            }
            look.sort = try SortKey.parse(keys, for: type).map(\.parameter)
        }
        if let columns = object["columns"] {
            look.columns = try known(texts(columns, "columns"), type.fields(for: .list), "columns", of: type)
        }
        if let group = object["group"] {
            look.grouping = group.isNull ? nil : try known([text(group, "group")], type.groupingFields, "group", of: type).first
        }
        if let density = object["density"] { look.density = try choice(density, "density") }
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

    private func choice<Value: RawRepresentable>(_ json: JSONValue, _ name: String) throws -> Value where Value.RawValue == String {
        guard let value = json.string.flatMap({ Value(rawValue: $0) }) else { throw wrong(name, "one of its known values") }
        return value
    }

    private func text(_ json: JSONValue, _ name: String) throws -> String {
        guard let text = json.string else { throw wrong(name, "a text") }
        return text
    }

    private func texts(_ json: JSONValue, _ name: String) throws -> [String] {
        if json.isNull { return [] }
        guard let array = json.array, array.count <= 100 else { throw wrong(name, "a list of texts") }
        return try array.map { try text($0, name) }
    }

    private func flag(_ json: JSONValue, _ name: String) throws -> Bool {
        guard let flag = json.bool else { throw wrong(name, "true or false") }
        return flag
    }

    private func id(_ json: JSONValue, _ name: String) throws -> UUID? {
        if json.isNull { return nil }
        guard let id = json.string.flatMap({ UUID(uuidString: $0) }) else { throw wrong(name, "an id") }
        return id
    }

    private func wrong(_ name: String, _ kind: Phrase) -> Failure {
        .invalid(name, "invalid", "\(name) is \(kind).")
    }
}
