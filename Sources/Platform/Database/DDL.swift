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
        // Every unit of work asks for it, so it is written digit by digit.
        description = String(unsafeUninitializedCapacity: 34) { target in
            target[0] = UInt8(ascii: "t")
            target[1] = UInt8(ascii: "_")
            return withUnsafeBytes(of: tenantID.uuid) { bytes in
                for (index, byte) in bytes.enumerated() {
                    target[2 + 2 * index] = Self.hexDigits[Int(byte >> 4)]
                    target[3 + 2 * index] = Self.hexDigits[Int(byte & 15)]
                }
                return 34
            }
        }
    }

    private static let hexDigits = Array("0123456789abcdef".utf8)

    /// What unqualified names resolve against: the tenant's own tables, then functions of the shared extensions.
    var searchPath: String { description + ", extensions" }
}
