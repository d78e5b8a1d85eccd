import Foundation
import Platform
import Postgres
import Web

/// Looks through all records of a type. Each step and its place are one transaction, so that a scan that was stopped goes on
/// where it was.
struct ScanDuplicates: Job {
    static let kind = "duplicates.scan"

    let scanID: UUID

    /// So many records' keys, hashed, make a part: a second or two of work.
    private static let part = 20_000
    /// What more records share says nothing about any two of them.
    private static let block = 80
    private static let chunk = 5_000

    func run(in context: JobContext) async throws {
        while let scan = try await scan(in: context), scan.isRunning {
            guard let type = RecordTypes.named(scan.typeName) else { return }
            switch scan.step {
            case .keys: try await key(type, scan, in: context)
            case .compare where scan.part < scan.parts: try await compare(type, scan, in: context)
            case .compare: try await finish(scan, in: context)
            }
        }
    }

    func turned(_ turn: JobTurn, in transaction: TenantTransaction) async throws {
        let scope = transaction.scope
        let statement = turn.reason.map { DuplicateScanQueries.fail(scanID, scope.texts($0), at: scope.now) }
        try await transaction.execute(statement ?? DuplicateScanQueries.takeUp(scanID))
        transaction.willChange([DuplicateScan.topic])
    }

    private func scan(in context: JobContext) async throws -> DuplicateScan? {
        try await context.scope.database.read(DuplicateScanQueries.find(scanID)).decode(DuplicateScan.self).first
    }

    private func key(_ type: RecordType, _ scan: DuplicateScan, in context: JobContext) async throws {
        try await context.scope.database.transaction { transaction in
            let last = try await RefreshDuplicateKeys.some(of: type, after: scan.position, in: transaction)
            try await transaction.execute(
                last.map { DuplicateScanQueries.advance(scan.id, keyedUpTo: $0) }
                    ?? DuplicateScanQueries.beginComparing(scan, part: Self.part))
            try await context.keepAlive(in: transaction)
            transaction.willChange([DuplicateScan.topic])
        }
    }

    private func compare(_ type: RecordType, _ scan: DuplicateScan, in context: JobContext) async throws {
        let scope = context.scope
        let blocks = try await scope.database.read(DuplicateScanQueries.blocks(scan, limit: Self.block)).map { try $0.decode([UUID].self) }
        let candidates = Self.pairs(in: blocks)
        let found = try await Self.likely(candidates, type, in: scope)
        try await scope.database.transaction { transaction in
            for start in stride(from: 0, to: found.count, by: Self.chunk) {
                let some = Array(found[start..<min(start + Self.chunk, found.count)])
                try await transaction.execute(DuplicateScanQueries.savePairs(some, of: scan, at: scope.now))
            }
            try await transaction.execute(DuplicateScanQueries.advance(scan, compared: candidates.count))
            try await context.keepAlive(in: transaction)
            transaction.willChange([DuplicateScan.topic])
        }
    }

    private func finish(_ scan: DuplicateScan, in context: JobContext) async throws {
        try await context.scope.database.transaction { transaction in
            _ = try await transaction.pipeline(DuplicateScanQueries.finish(scan, at: context.scope.now))
            try await context.keepAlive(in: transaction)
            try await transaction.record(Event("duplicates.scanned", recordType: DuplicateScan.topic, recordID: scan.id))
        }
    }

    private struct Pair: Hashable {
        let one: UUID
        let other: UUID

        init(_ left: UUID, _ right: UUID) {
            (one, other) = left < right ? (left, right) : (right, left)
        }
    }

    private static func pairs(in blocks: [[UUID]]) -> Set<Pair> {
        var pairs: Set<Pair> = []
        for block in blocks {
            for (index, one) in block.enumerated() {
                for other in block[(index + 1)...] where one != other { pairs.insert(Pair(one, other)) }
            }
        }
        return pairs
    }

    private static func likely(_ pairs: Set<Pair>, _ type: RecordType, in scope: TenantScope) async throws -> [FoundPair] {
        guard let rule = type.duplicates else { return [] }
        let profiles = try await profiles(Set(pairs.flatMap { [$0.one, $0.other] }), type, rule, in: scope)
        return pairs.compactMap { pair in
            guard let one = profiles[pair.one], let other = profiles[pair.other] else { return nil }
            let match = rule.match(one, other)
            return match.isLikely ? FoundPair(one: pair.one, other: pair.other, score: match.score) : nil
        }
    }

    private static func profiles(
        _ ids: Set<UUID>, _ type: RecordType, _ rule: DuplicateRule, in scope: TenantScope
    ) async throws -> [UUID: DuplicateProfile] {
        let (ids, shape) = (Array(ids), RecordShape(type.fields.filter { rule.fields.contains($0.name) }))
        let query = RecordQuery(type, viewer: .system, shape: shape)
        var profiles: [UUID: DuplicateProfile] = [:]
        for start in stride(from: 0, to: ids.count, by: chunk) {
            let some = Array(ids[start..<min(start + chunk, ids.count)])
            for row in try await scope.database.read(query.many(some)) {
                let record = try row.record(of: type, shape: shape)
                profiles[record.id] = rule.profile { record[$0] }
            }
        }
        return profiles
    }
}
