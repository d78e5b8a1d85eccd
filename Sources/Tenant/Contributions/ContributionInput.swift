import Foundation
import Web

/// The members of a JSON body about a contribution.
struct ContributionInput {
    private let object: JSONObject

    /// - Throws: `Failure.invalid` for members that nobody knows.
    init(_ body: JSONValue, allowing names: Set<String>) throws(Failure) {
        guard let object = body.object else { throw .badRequest(detail: "The body is a JSON object.") }
        let unknown = object.names.filter { !names.contains($0) }
        guard unknown.isEmpty else {
            throw .invalid(unknown.map { FieldError(field: $0, code: "unknown_field", message: "There is no field \"\($0)\".") })
        }
        self.object = object
    }

    /// Whether it is given at all, even if as null.
    func names(_ name: String) -> Bool { object[name] != nil }

    func isNull(_ name: String) -> Bool { object[name] == .null }

    func required(_ name: String) throws(Failure) -> String { try text(name) ?? "" }

    /// Clean text; nil where it is not given.
    func text(_ name: String) throws(Failure) -> String? {
        guard let value = object[name] else { return nil }
        guard let text = value.string else { throw .invalid(name, "wrong_type", "\(name) is a text.") }
        guard let clean = cleanText(text) else { throw .invalid(name, "invalid", "\(name) holds the character U+0000.") }
        return clean
    }

    func flag(_ name: String) throws(Failure) -> Bool? {
        guard let value = object[name] else { return nil }
        guard let flag = value.bool else { throw .invalid(name, "wrong_type", "\(name) is true or false.") }
        return flag
    }

    func id(_ name: String) throws(Failure) -> UUID? {
        guard let text = try text(name) else { return nil }
        guard let id = UUID(uuidString: text) else { throw .invalid(name, "not_an_id", "\"\(text)\" is not an id.") }
        return id
    }

    func number(_ name: String) throws(Failure) -> Int? {
        guard let value = object[name] else { return nil }
        guard let number = value.int else { throw .invalid(name, "wrong_type", "\(name) is a whole number.") }
        return number
    }
}
