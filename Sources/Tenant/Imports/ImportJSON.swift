import Foundation
import Web

/// An import as clients see it.
struct ImportJSON {
    let source: Import
    let now: Date

    static let schema = Schema.object([
        .required("id", .uuid), .required("record_type", .string), .required("file_name", .string),
        .required("state", .oneOf(Import.State.allCases.map(\.rawValue))),
        .required("mode", .oneOf(ImportPlan.Mode.allCases.map(\.rawValue))), .required("match_on", .array(of: .string)),
        .required("mapping", .map(of: .string)), .required("rules", .map(of: .string)),
        .required("create_missing", .boolean), .required("fire_automations", .boolean),
        .required("ignored_columns", .array(of: .string)),
        .required("counts", .object(["created", "updated", "unchanged", "rejected", "linked"].map { .required($0, .integer) })),
        .required("rows_per_second", Schema.integer.nullable()), .required("error", Schema.string.nullable()),
        .required("may_continue", Schema.boolean.described("Whether it was interrupted and can be taken up where it stopped.")),
        .required("reverted", .boolean), .required("created_at", .instant), .required("finished_at", Schema.instant.nullable()),
    ])

    func write(to json: inout JSONWriter) {
        let plan = source.plan
        json.object { json in
            json.field("id", source.id)
            json.field("record_type", source.type.name)
            json.field("file_name", source.fileName)
            json.field("state", source.state.rawValue)
            json.field("mode", plan.mode.rawValue)
            json.field("match_on") { json in json.array(plan.keys) { $0.value($1) } }
            json.field("mapping") { columns(\.field, to: &$0) }
            json.field("rules") { columns(\.rule.rawValue, to: &$0) }
            json.field("create_missing", plan.createsLinks)
            json.field("fire_automations", plan.firesAutomations)
            json.field("ignored_columns") { json in json.array(source.ignoredColumns) { $0.value($1.description) } }
            json.field("counts") { write(source.counts, to: &$0) }
            json.field("rows_per_second", rate)
            json.field("error", source.error)
            json.field("may_continue", source.mayGoOn(at: now))
            json.field("reverted", source.isReverted)
            json.field("created_at", source.createdAt)
            json.field("finished_at", source.finishedAt)
        }
    }

    private func columns(_ part: (ImportColumn) -> String, to json: inout JSONWriter) {
        json.object { json in
            for (index, column) in source.plan.columns.sorted(by: { $0.key < $1.key }) {
                json.name(dynamic: source.header[index])
                json.value(part(column))
            }
        }
    }

    private func write(_ counts: Import.Counts, to json: inout JSONWriter) {
        json.object { json in
            json.field("created", counts.created)
            json.field("updated", counts.updated)
            json.field("unchanged", counts.unchanged)
            json.field("rejected", counts.rejected)
            json.field("linked", counts.linked)
        }
    }

    private var rate: Int? {
        guard let startedAt = source.startedAt else { return nil }
        return Int(Double(source.counts.rows) / max((source.finishedAt ?? now).timeIntervalSince(startedAt), 0.001))
    }
}
