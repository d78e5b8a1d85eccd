import Foundation
import Postgres
import Web

/// What records can be written as.
enum ExportFormat: String, Sendable, CaseIterable, Codable {
    case csv, xlsx
    /// Only for records that are people.
    case vcf

    var label: Phrase {
        switch self {
        case .csv: "CSV"
        case .xlsx: "Excel"
        case .vcf: "vCard"
        }
    }

    var mediaType: String {
        switch self {
        case .csv: "text/csv; charset=utf-8"
        case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        case .vcf: "text/vcard; charset=utf-8"
        }
    }

    var bareMediaType: String { String(mediaType.prefix { $0 != ";" }) }

    static func all(for type: RecordType) -> [ExportFormat] {
        allCases.filter { $0 != .vcf || type.isOfPeople }
    }

    /// What is read of each record.
    func fields(of type: RecordType) -> [Field] {
        self == .vcf ? type.recordFields : type.fields(for: .export)
    }
}

extension RecordType {
    /// Whether its records are people, whom address books know.
    var isOfPeople: Bool { field("first_name") != nil && field("last_name") != nil }
}
