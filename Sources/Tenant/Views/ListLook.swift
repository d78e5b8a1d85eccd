import Platform
import Web

/// What a list shows and how, apart from the place one has paged to: all that a view keeps.
struct ListLook: Sendable, Hashable {
    var search = ""
    /// All of which must hold.
    var filters: [Filter] = []
    var sort: [SortKey]
    var columns: [String]
    /// The field whose values the rows stand together by.
    var grouping: String?
    var density = Table.Density.comfortable

    /// What a type shows by itself.
    init(_ type: RecordType) {
        sort = [type.defaultSort]
        columns = type.defaultColumns.filter { type.field($0) != nil }
    }

    var filter: Filter? { .together(filters) }
}

extension RecordType {
    /// What rows can stand together by: fields with few values.
    var groupingFields: [Field] {
        fields(for: .filter).filter { field in
            switch field.type {
            case .choice, .bool, .user: true
            default: false
            }
        }
    }
}
