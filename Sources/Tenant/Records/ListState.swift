import Foundation
import Platform
import Web

/// What a list shows, as its address says it: view, search, filters, order, columns and place. Back, reload and sharing work
/// because there is no other state.
struct ListState: Sendable {
    enum View: String, CaseIterable, Sendable {
        case all, mine, trash
    }

    let type: RecordType
    var view = View.all
    var search = ""
    var filters: [FilterCondition] = []
    /// The full tree, for what single conditions cannot say.
    var tree: JSONValue?
    var sort: [SortKey]
    var columns: [String]
    var cursor: String?
    /// The field that a new condition is being written for.
    var adding: String?

    static let pageSize = 50
    static let ownParameters: Set<String> = ["view", "columns", "adding", "field", "op", "value", "value2"]

    /// - Throws: `Failure.invalid` naming the parameter that is wrong.
    init(_ type: RecordType, query: APIQuery) throws {
        self.type = type
        let parser = FilterParser(type)
        if case .all(let parts)? = try parser.parse(query.filters) {
            filters = parts.compactMap { if case .condition(let condition) = $0 { condition } else { nil } }
        } else if case .condition(let condition)? = try parser.parse(query.filters) {
            filters = [condition]
        }
        tree = query.filterTree
        search = query.search ?? ""
        sort = try SortKey.parse(query.sort, for: type)
        cursor = query.cursor
        view = View(rawValue: query.others.string("view")) ?? .all
        adding = query.others.nonEmpty("adding")
        let known = Set(type.fields(for: .list).map(\.name))
        let asked = query.others.strings("columns").flatMap { $0.split(separator: ",").map { String($0) } }.filter { known.contains($0) }
        columns = asked.isEmpty ? type.defaultColumns : asked
        try takeNewCondition(query.others)
    }

    /// What the little form of a new filter sent.
    private mutating func takeNewCondition(_ form: FormData) throws {
        guard let field = form.nonEmpty("field"), let comparison = form.nonEmpty("op") else { return }
        // The form sends both of its values; a question that takes fewer leaves the others.
        let taken = FilterOperator(rawValue: comparison)?.arity ?? 1
        let values = [form.nonEmpty("value"), form.nonEmpty("value2")].prefix(taken).compactMap { $0 }
        // A question that takes any number has them all in one box, with commas between.
        let parameter =
            taken == 1
            ? FilterParameter(field: field, op: comparison, written: values.first ?? "")
            : FilterParameter(field: field, op: comparison, values: values)
        if case .condition(let condition)? = try FilterParser(type).parse([parameter]) {
            filters.append(condition)
            adding = nil
            cursor = nil
        }
    }

    var filter: Filter? {
        get throws {
            var parts = filters.map { Filter.condition($0) }
            if let tree { parts.append(try FilterParser(type).parse(tree)) }
            if view == .mine { parts.append(.condition(FilterCondition(field: "owner_id", comparison: .eq, values: ["me"]))) }
            return .together(parts)
        }
    }

    // MARK: Addresses

    /// This list, changed by `change`, from its first page.
    func href(_ change: (inout ListState) -> Void = { _ in }) -> String {
        var state = self
        state.cursor = nil
        state.adding = nil
        change(&state)
        return type.path + state.queryText
    }

    var queryText: String {
        let pairs = parameters
        return pairs.isEmpty ? "" : "?" + pairs.map { "\($0.name.queryEscaped)=\($0.value.queryEscaped)" }.joined(separator: "&")
    }

    /// All of it as names and values, for links and for the hidden fields of forms.
    var parameters: [(name: String, value: String)] {
        var pairs: [(name: String, value: String)] = []
        if view != .all { pairs.append(("view", view.rawValue)) }
        if !search.isEmpty { pairs.append(("q", search)) }
        for condition in filters { pairs.append((condition.parameter, condition.written)) }
        if let tree { pairs.append(("filter", String(decoding: tree.serialized, as: UTF8.self))) }
        if sort != [type.defaultSort] { pairs.append(("sort", sort.map(\.parameter).joined(separator: ","))) }
        if columns != type.defaultColumns { pairs.append(("columns", columns.joined(separator: ","))) }
        if let cursor { pairs.append(("cursor", cursor)) }
        if let adding { pairs.append(("adding", adding)) }
        return pairs
    }

    func query(for viewer: Viewer, fields: [Field], at now: Date) throws -> RecordQuery {
        var query = RecordQuery(type, viewer: viewer, fields: fields)
        query.narrow(to: try filter, at: now)
        query.search = folded(search)
        query.sort = sort
        query.limit = Self.pageSize
        query.showsDeleted = view == .trash
        return query
    }
}

extension SortKey {
    static func parse(_ parameters: [SortParameter], for type: RecordType) throws -> [SortKey] {
        guard parameters.count <= 4 else { throw Failure.invalid("sort", "too_many", "Sort by at most four fields.") }
        let keys = try parameters.map { parameter in
            guard let field = type.field(parameter.field), field.uses.contains(.sort) else {
                throw Failure.invalid("sort", "unknown_field", "\(type.pluralLabel) cannot be sorted by \"\(parameter.field)\".")
            }
            return SortKey(parameter.field, descending: parameter.descends)
        }
        return keys.isEmpty ? [type.defaultSort] : keys
    }
}
