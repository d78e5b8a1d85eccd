import Hummingbird

/// The parameters of a list, read and checked but not yet compared with the fields of any record type.
///
/// `?limit=25&cursor=…&sort=-created_at,last_name&q=…&filter[last_name][contains]=smith&filter={…}&fields=id,email`
/// `&include=company&total=true`
public struct APIQuery: Sendable {
    /// How many records at most, 1–200.
    public var limit = 25
    /// Where to go on, as it was handed out; see `Cursor`.
    public var cursor: String?
    /// In order of weight.
    public var sort: [SortParameter] = []
    /// Quick search, clean; nil when empty.
    public var search: String?
    /// The only fields to send; nil for all.
    public var fields: [String]?
    /// Related records to send along.
    public var include: [String] = []
    /// Whether to count.
    public var wantsTotal = false
    /// `filter[field][op]=value`, all of which must hold.
    public var filters: [FilterParameter] = []
    /// `filter={…}`, the full tree.
    public var filterTree: JSONValue?
    /// The parameters that the caller allowed besides these.
    public var others = FormData()
    /// The names of all that was given, also if it is empty.
    public private(set) var given: Set<String> = []

    /// Reads a query.
    ///
    /// - Parameter allowing: Names of further parameters; they end up in `others`.
    /// - Throws: `Failure.invalid` that names each unknown, malformed, repeated or out-of-range parameter.
    public init(_ request: Request, allowing: Set<String> = []) throws {
        try self.init(query: request.uri.query ?? "", allowing: allowing)
    }

    public init(query: String, allowing: Set<String> = []) throws(Failure) {
        var errors: [FieldError] = []
        var seen = Set<String>()
        for (name, value) in try decodePairs(query.utf8, limit: 500) {
            given.insert(name)
            do throws(FieldError) {
                try read(name, cleanText(value) ?? "", allowing)
                // Filters may come several times: each is one more condition. What the caller allows is the caller's.
                if !name.hasPrefix("filter["), !allowing.contains(name), !seen.insert(name).inserted {
                    throw FieldError(field: name, code: "repeated", message: "\(name) is given more than once.")
                }
            } catch {
                errors.append(error)
            }
        }
        guard errors.isEmpty else { throw .invalid(errors) }
    }

    private mutating func read(_ name: String, _ value: String, _ allowing: Set<String>) throws(FieldError) {
        switch name {
        case "limit": limit = try Self.limit(value)
        case "cursor": cursor = value.isEmpty ? nil : value
        case "sort": sort = try Self.list(name, value).map { SortParameter(text: $0) }
        case "q": search = value.isEmpty ? nil : value
        case "fields": fields = try Self.list(name, value)
        case "include": include = try Self.list(name, value)
        case "total": wantsTotal = try Self.flag(name, value)
        case "filter": filterTree = try Self.tree(value)
        case _ where name.hasPrefix("filter["): filters.append(try FilterParameter(name: name, value: value))
        case _ where allowing.contains(name): others.append(name, value)
        default: throw FieldError(field: name, code: "unknown_parameter", message: "There is no parameter \(name).")
        }
    }
}

/// One field to sort by.
public struct SortParameter: Sendable, Hashable {
    public let field: String
    public let descends: Bool

    public init(_ field: String, descends: Bool = false) {
        self.field = field
        self.descends = descends
    }

    /// Reads `last_name` and `-created_at`.
    init(text: String) {
        descends = text.hasPrefix("-")
        field = descends ? String(text.dropFirst()) : text
    }

    /// As it stands in a query.
    public var text: String { descends ? "-\(field)" : field }
}

extension APIQuery {
    private static func limit(_ value: String) throws(FieldError) -> Int {
        guard let number = Int(value), (1...200).contains(number) else {
            throw FieldError(field: "limit", code: "out_of_range", message: "limit must be a whole number from 1 to 200.")
        }
        return number
    }

    /// The same, where a parameter that is there has to say something: programs that send nothing mean something else.
    /// - Throws: `Failure.invalid`
    public func strict() throws -> APIQuery {
        let empty = others.entries.filter(\.value.isEmpty)
        if !empty.isEmpty {
            throw Failure.invalid(empty.map { FieldError(field: $0.name, code: "empty", message: "\($0.name) must not be empty.") })
        }
        return self
    }

    /// Another parameter that says yes or no; no where it is absent.
    public func flag(_ name: String) throws -> Bool {
        guard others.contains(name) else { return false }
        return try Self.flag(name, others.string(name))
    }

    private static func flag(_ name: String, _ value: String) throws(FieldError) -> Bool {
        switch value {
        case "true", "1": return true
        case "false", "0": return false
        default: throw FieldError(field: name, code: "not_a_flag", message: "\(name) must be true or false.")
        }
    }

    private static func list(_ name: String, _ value: String) throws(FieldError) -> [String] {
        let names = value.split(separator: ",", omittingEmptySubsequences: false).map { $0.trimmingSpaces() }
        let plain = names.map { $0.hasPrefix("-") ? String($0.dropFirst()) : $0 }
        guard !names.contains(where: \.isEmpty), !plain.contains(""), Set(plain).count == plain.count else {
            throw FieldError(field: name, code: "malformed", message: "\(name) must be different names with commas between.")
        }
        return names
    }

    private static func tree(_ value: String) throws(FieldError) -> JSONValue {
        guard let tree = try? JSONValue(parsing: value), tree.object != nil else {
            throw FieldError(field: "filter", code: "malformed", message: "filter must be a JSON object.")
        }
        return tree
    }
}
