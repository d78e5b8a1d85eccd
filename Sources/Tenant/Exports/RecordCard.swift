import Foundation
import Hummingbird
import Platform
import Postgres
import Web

/// One record of a person as a card for an address book.
struct RecordCard: Sendable {
    let type: RecordType
    let scope: TenantScope

    func response(_ id: UUID) async throws -> Response {
        let record = try await RecordStore(type, in: scope).find(id)
        guard RecordStore(type, in: scope).allows(.export, record) else {
            throw Failure.forbidden(reason: "Your role does not let you export \(type.pluralLabel.lowercased()).")
        }
        try await scope.database.transaction { transaction in
            let after: JSONValue = ["format": "vcf", "count": 1]
            try await transaction.record(
                Event(
                    "\(type.name).exported", recordType: type.name, recordID: id,
                    after: JSON(text: String(decoding: after.serialized, as: UTF8.self))))
        }
        var writer = VCardWriter()
        writer.append(VCard(record))
        return .download("\(record.title).vcf", ExportFormat.vcf.mediaType, writer.take())
    }
}
