import Crypto
import Foundation
import Platform
import Postgres
import Web

/// What somebody chose for a file, remembered for the next one like it: by the file's header, or by a name.
struct ImportPreset: Sendable, RowDecodable {
    let id: UUID
    /// Nil for what is remembered of the last file with the same header.
    let name: String?
    private let kept: Kept

    /// By the columns' names, since the next file may have them in another order.
    private struct Kept: Codable {
        var columns: [String: ImportColumn]
        var mode: ImportPlan.Mode
        var keys: [String]
        var createsLinks: Bool
        var firesAutomations: Bool
    }

    init(row: inout RowReader) throws {
        id = try row.next()
        name = try row.next()
        kept = try JSONDecoder().decode(Kept.self, from: Data(try row.next(String.self).utf8))
    }

    /// The plan for a file with this header. What the preset does not speak of stays as `plan` has it.
    func applied(to plan: ImportPlan, header: [String]) -> ImportPlan {
        var plan = plan
        let columns = header.enumerated().compactMap { index, name in kept.columns[ImportMapping.key(name)].map { (index, $0) } }
        if !columns.isEmpty { plan.columns = Dictionary(uniqueKeysWithValues: columns) }
        (plan.mode, plan.keys) = (kept.mode, kept.keys)
        (plan.createsLinks, plan.firesAutomations) = (kept.createsLinks, kept.firesAutomations)
        return plan
    }

    // MARK: Statements

    private static let columns: SQL = "id, name, plan"

    /// What two files of the same make have in common.
    static func signature(of header: [String]) -> String {
        let names = header.map { ImportMapping.key($0) }.sorted().joined(separator: "\n")
        return SHA256.hash(data: Data(names.utf8)).prefix(16).map { String(format: "%02x", $0) }.joined()
    }

    static func remembered(for header: [String], of type: RecordType) -> SQL {
        """
        select \(columns) from import_presets
        where record_type = \(type.name) and signature = \(signature(of: header)) and name is null
        """
    }

    static func named(of type: RecordType) -> SQL {
        "select \(columns) from import_presets where record_type = \(type.name) and name is not null order by lower(name) limit 100"
    }

    static func find(_ id: UUID, of type: RecordType) -> SQL {
        "select \(columns) from import_presets where id = \(id) and record_type = \(type.name)"
    }

    /// - Parameter name: nil remembers it for files with the same header.
    static func keep(_ source: Import, as name: String?, at now: Date) throws -> SQL {
        let plan = source.plan
        let columns = plan.columns.map { (ImportMapping.key(source.header[$0.key]), $0.value) }
        let kept = Kept(
            columns: Dictionary(columns, uniquingKeysWith: { first, _ in first }), mode: plan.mode, keys: plan.keys,
            createsLinks: plan.createsLinks, firesAutomations: plan.firesAutomations)
        let conflict: SQL =
            name == nil ? "(record_type, signature) where name is null" : "(record_type, lower(name)) where name is not null"
        return """
            insert into import_presets (id, record_type, name, signature, plan, used_by, used_at)
            values (\(UUID.v7()), \(source.type.name), \(name), \(signature(of: source.header)), \(try ImportQueries.json(kept)), \(source.createdBy), \(now))
            on conflict \(conflict) do update set plan = excluded.plan, signature = excluded.signature, used_by = excluded.used_by,
                used_at = excluded.used_at
            """
    }

    static func delete(_ id: UUID) -> SQL {
        "delete from import_presets where id = \(id) and name is not null"
    }
}
