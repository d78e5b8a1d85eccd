import Foundation
import Platform
import Postgres
import Web

/// Records to try things out with, about nobody who is there. The same number gives the same record in every tenant.
struct SampleRecords: Sendable {
    let type: RecordType
    let scope: TenantScope

    private static let chunk = 500

    /// Adds records until there are so many.
    /// - Parameter values: what a client would send for the record of this number.
    func fill(to count: Int, _ values: (Int) -> JSONObject) async throws {
        let owners = try await scope.database.read("select id from users where status = 'active' order by email").map {
            try $0.decode(UUID.self)
        }
        let counted = try RecordQuery(type, viewer: .system, fields: []).count(upTo: count)
        let there = try await scope.database.read(counted).first?.decode(Int.self) ?? 0
        for start in stride(from: there, to: count, by: Self.chunk) {
            let drafts = try (start..<min(start + Self.chunk, count)).map { number in
                var draft = Draft(new: type, id: .v7())
                try RecordInput(type: type).fill(&draft, from: .object(values(number)))
                draft["owner_id"] = owners.isEmpty ? .null : .id(owners[number % owners.count])
                return draft
            }
            try await add(drafts)
        }
    }

    private func add(_ drafts: [Draft]) async throws {
        try await scope.database.transaction { transaction in
            let chunk = RecordChunk(type, in: transaction)
            let prepared = try await chunk.prepare(drafts, trusting: true)
            if let errors = prepared.refused.values.first { throw Failure.invalid(errors) }
            try await chunk.save(prepared.ready)
        }
    }
}
