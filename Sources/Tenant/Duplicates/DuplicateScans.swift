import Foundation
import Platform
import Postgres
import Web

/// Starting and watching scans; pages and the API call it.
struct DuplicateScans: Sendable {
    let scope: TenantScope

    /// Starts a scan, or wakes the one that goes on already.
    func start(_ type: RecordType) async throws -> DuplicateScan {
        guard type.duplicates != nil else { throw Failure.notFound }
        guard scope.viewer.may(.edit, type.name) else {
            throw Failure.forbidden(reason: "Your role does not let you edit \(type.pluralLabel.lowercased()).")
        }
        return try await scope.database.transaction { transaction in
            try await transaction.execute(DuplicateScanQueries.insert(.v7(), of: type, by: scope.viewer.userID, at: scope.now))
            let rows = try await transaction.query(DuplicateScanQueries.running(of: type))
            guard let scan = try rows.decode(DuplicateScan.self).first else { throw Failure.notFound }
            try await transaction.enqueue(ScanDuplicates(scanID: scan.id), uniqueKey: scan.id.uuidString)
            transaction.willChange([DuplicateScan.topic])
            return scan
        }
    }

    /// - Throws: `Failure.notFound` also for whoever sees no records of that type.
    func find(_ id: UUID) async throws -> DuplicateScan {
        guard let scan = try await scope.database.read(DuplicateScanQueries.find(id)).decode(DuplicateScan.self).first,
            scope.viewer.may(.view, scan.typeName)
        else { throw Failure.notFound }
        return scan
    }

    func newest(of type: RecordType) async throws -> DuplicateScan? {
        try await scope.database.read(DuplicateScanQueries.newest(of: type)).decode(DuplicateScan.self).first
    }
}
