import Foundation
import Platform
import Postgres
import Web

/// A list that somebody keeps under a name, for themselves or for others.
struct SavedView: Sendable, RowDecodable {
    /// Who may use it.
    enum Visibility: String, CaseIterable, Sendable {
        case own = "private"
        case team, `public`

        var label: Phrase {
            switch self {
            case .own: "Only me"
            case .team: "A team"
            case .public: "Everybody"
            }
        }
    }

    let id: UUID
    let recordType: String
    let name: String
    let ownerID: UUID
    let ownerName: String
    let visibility: Visibility
    let teamID: UUID?
    let teamName: String?
    private(set) var kept: KeptLook
    /// Whether it stands among the tabs of the list.
    let isPinned: Bool
    /// Where among them: the lowest comes first.
    let position: Int
    let version: Int
    /// Whether whoever asks has made it their usual view, or one of their roles has it.
    let isOwnDefault: Bool
    let isRoleDefault: Bool

    init(row: inout RowReader) throws {
        id = try row.next()
        recordType = try row.next()
        name = try row.next()
        ownerID = try row.next()
        ownerName = try row.next() ?? ""
        visibility = Visibility(rawValue: try row.next()) ?? .own
        teamID = try row.next()
        teamName = try row.next()
        kept = try KeptLook(row: &row)
        isPinned = try row.next()
        position = try row.next()
        version = try row.next()
        isOwnDefault = try row.next()
        isRoleDefault = try row.next()
    }

    /// The list under this view.
    func path(of type: RecordType) -> String { "\(type.path)?view=\(id.text)" }

    var path: String { "/views/\(id.text)" }

    /// Its owner looks after it; what others use as well, an admin may mend.
    func mayChange(_ viewer: Viewer) -> Bool {
        ownerID == viewer.userID || (visibility != .own && viewer.permissions.managesTenant)
    }

    /// The view without what `viewer` cannot be asked or shown.
    func seen(by viewer: Viewer, at now: Date) -> SavedView {
        guard let type = viewer.records.named(recordType) else { return self }
        var view = self
        view.kept = kept.seen(of: type, for: viewer, at: now)
        return view
    }

    var belongsToSomebodyElse: Failure {
        .forbidden(reason: "This view belongs to \(ownerName). You can keep a copy of your own.")
    }
}

extension SavedView.Visibility {
    /// Teams are for whoever may share at all, everybody for those who share more than what is their own.
    static func allowed(to viewer: Viewer, for type: RecordType) -> [Self] {
        switch viewer.reach(of: .share, on: type.name) {
        case .none: [.own]
        case .own: [.own, .team]
        case .team, .all: [.own, .team, .public]
        }
    }
}

/// The look of a list as it was kept: names of fields that may be gone by now, or hidden from whoever comes along.
struct KeptLook: Sendable, Hashable {
    var search = ""
    var filter: JSONValue?
    var sort: [String] = []
    var columns: [String] = []
    var grouping: String?
    var density = Table.Density.comfortable

    init(_ look: ListLook) {
        search = look.search
        filter = look.filter?.json
        sort = look.sort.map(\.parameter)
        columns = look.columns
        grouping = look.grouping
        density = look.density
    }

    init(row: inout RowReader) throws {
        search = try row.next()
        filter = try row.next(String?.self).flatMap { try? JSONValue(parsing: $0) }
        sort = try row.next([String].self)
        columns = try row.next([String].self)
        grouping = try row.next()
        density = Table.Density(rawValue: try row.next()) ?? .comfortable
    }

    /// Without the fields that `viewer` does not see: neither their names nor the values that are asked of them.
    func seen(of type: RecordType, for viewer: Viewer, at now: Date) -> KeptLook {
        var look = self
        let kept = KeptFilter(filter, of: type, for: viewer, at: now)
        if kept.lost > 0 { look.filter = kept.filter?.json }
        look.sort = sort.filter { type.field(String($0.trimmingPrefix("-"))) != nil }
        look.columns = columns.filter { type.field($0) != nil }
        look.grouping = grouping.flatMap { type.field($0)?.name }
        return look
    }

    /// What of it `viewer` can be shown, and how many questions of its filter cannot be asked.
    func look(of type: RecordType, for viewer: Viewer, at now: Date) -> (look: ListLook, lost: Int) {
        var look = ListLook(type)
        let known = Set(type.fields(for: .list).map(\.name))
        let kept = KeptFilter(filter, of: type, for: viewer, at: now)
        look.search = search
        look.filters = kept.filter?.parts ?? []
        let keys = sort.map { SortParameter($0.hasPrefix("-") ? String($0.dropFirst()) : $0, descends: $0.hasPrefix("-")) }
        look.sort = (try? SortKey.parse(keys, for: type)) ?? look.sort
        let columns = columns.filter { known.contains($0) }
        if !columns.isEmpty { look.columns = columns }
        look.grouping = grouping.flatMap { name in type.groupingFields.first { $0.name == name }?.name }
        look.density = density
        return (look, kept.lost)
    }
}
