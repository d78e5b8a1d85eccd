import Foundation
import Postgres
import Web

enum CustomFieldQueries {
    private static let columns: SQL = """
        id, record_type, name, kind, label, help, section, is_required, is_unique, standard, options, choices, position, archived_at,
        index_wanted_at, indexed_at
        """

    /// All of a tenant, archived ones too, in the order in which people put them.
    static let all: SQL = ("select \(columns) from custom_fields order by record_type, position, name limit 2000" as SQL).named(
        "custom_fields.all")

    /// Whoever defines fields does so one after the other: limits and places are counted.
    static func lock(of tenant: UUID) -> SQL {
        "select pg_advisory_xact_lock(hashtextextended(\("custom_fields \(tenant)"), 0))"
    }

    static func insert(_ field: CustomField, by user: UUID?, at now: Date) -> SQL {
        """
        insert into custom_fields (id, record_type, name, kind, label, help, section, is_required, is_unique, standard, options, choices,
            position, created_at, created_by, index_wanted_at)
        values (\(field.id), \(field.recordType), \(field.name.description), \(field.kind.rawValue), \(field.definition.label),
            \(field.definition.help), \(field.definition.section), \(field.definition.isRequired), \(field.definition.isUnique),
            \(standard(of: field)), \(options(of: field)), \(choices(of: field)), \(field.position), \(now), \(user), \(field.indexWantedAt))
        """
    }

    static func update(_ field: CustomField) -> SQL {
        """
        update custom_fields set label = \(field.definition.label), help = \(field.definition.help), section = \(field.definition.section),
            is_required = \(field.definition.isRequired), is_unique = \(field.definition.isUnique), standard = \(standard(of: field)),
            choices = \(choices(of: field))
        where id = \(field.id)
        """
    }

    static func setPositions(_ fields: [CustomField]) -> SQL {
        """
        update custom_fields f set position = n.position
        from unnest(\(fields.map(\.id)), \(fields.map(\.position))) as n (id, position) where f.id = n.id
        """
    }

    static func setArchived(_ id: UUID, at instant: Date?) -> SQL {
        "update custom_fields set archived_at = \(instant) where id = \(id)"
    }

    static func setIndexWanted(_ id: UUID, at instant: Date?) -> SQL {
        "update custom_fields set index_wanted_at = \(instant), indexed_at = null where id = \(id)"
    }

    private static func standard(of field: CustomField) -> JSON? {
        field.definition.standard.map { JSON($0) }
    }

    private static func options(of field: CustomField) -> JSON {
        JSON(field.definition.target.map { ["record_type": .string($0)] } ?? [:])
    }

    private static func choices(of field: CustomField) -> JSON {
        JSON(.array(field.definition.choices.map(\.json)))
    }
}
