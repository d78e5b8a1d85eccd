import Platform
import Web

/// The bar of a list, for what is done with many of its rows: the ticked ones, or all that the list finds.
struct BulkChoice: Sendable {
    let state: ListState
    let total: RecordTotal?
    let actions: [BulkAction]
    let csrf: String
    let texts: Texts

    /// Nil where this person can do nothing with many rows.
    var html: HTML? {
        let offered = actions.filter { $0.isForTrash == (state.view == .trash) && state.viewer.may($0.action, state.type.name) }
        if offered.isEmpty { return nil }
        var list = state
        list.cursor = nil
        list.adding = nil
        let buttons = offered.sorted { $0.order < $1.order }.map { action in
            Button(
                texts(action.label), kind: action.isDanger ? .danger : .secondary, icon: action.icon,
                formAction: "\(state.type.path)/\(action.path)", small: true)
        }
        return BulkBar(
            action: "\(state.type.path)/batches/edit", csrf: csrf, texts: texts,
            "\(FormField("", name: "list", .hidden, value: String(list.queryText.dropFirst())))\(all)\(each: buttons, { $0.html })"
        ).html
    }

    /// More than this page shows.
    private var all: HTML? {
        guard let total, total.count > ListState.pageSize else { return nil }
        let label = total.isEstimate ? texts("All about \(grouped: total.count)") : texts("All \(grouped: total.count)")
        return "\(FormField(label, name: "all", .checkbox, id: "bulk-all"))"
    }
}
