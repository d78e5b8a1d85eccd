import Foundation
import Platform
import Postgres
import Web

/// What happens when somebody adds a record that is there already.
enum DuplicateWarning: String, CaseIterable, Sendable {
    case off, warn, block

    var label: Phrase {
        switch self {
        case .off: "Say nothing"
        case .warn: "Show what is there already, and let people decide"
        case .block: "Refuse what is certainly there already, show the rest"
        }
    }
}

enum DuplicateSettingQueries {
    static let all: SQL = "select record_type, on_create from duplicate_settings"

    static func warning(for type: RecordType) -> SQL {
        "select on_create from duplicate_settings where record_type = \(type.name)"
    }

    static func save(_ warning: DuplicateWarning, for type: RecordType) -> SQL {
        """
        insert into duplicate_settings (record_type, on_create) values (\(type.name), \(warning.rawValue))
        on conflict (record_type) do update set on_create = excluded.on_create
        """
    }
}

extension DuplicateWarning {
    /// As long as nobody has chosen, people are warned.
    static func of(_ rows: Rows) throws -> DuplicateWarning {
        try rows.first.flatMap { DuplicateWarning(rawValue: try $0.decode(String.self)) } ?? .warn
    }
}
