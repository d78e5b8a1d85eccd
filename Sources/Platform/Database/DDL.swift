import Foundation
import Postgres

extension SQL {
    /// SQL text put together at run time. PostgreSQL binds no values in DDL, so roles, schemas and grants need it:
    /// what goes in is a `SchemaName`, a compiled-in migration or a hexadecimal digest, never anything a person typed.
    package static func ddl(_ text: String) -> SQL {
        SQL(unchecked: text)
    }
}

/// The opaque name that a tenant's schema and its role share; it never changes and says nothing about the customer.
public struct SchemaName: Sendable, Hashable, CustomStringConvertible {
    public let description: String

    public init(tenantID: UUID) {
        description = "t_" + tenantID.uuidString.replacingOccurrences(of: "-", with: "").lowercased()
    }

    /// What unqualified names resolve against: the tenant's own tables, then functions of the shared extensions.
    var searchPath: String { description + ", extensions" }
}
