import Foundation
import Postgres

/// A customer: one tile of the mosaic, with a schema and a role of its own.
public struct Tenant: Sendable, Hashable {
    public enum State: String, Sendable, CaseIterable {
        /// Built ahead of need; nobody has ordered it yet.
        case spare
        case pending, provisioning, active
        case readOnly = "read_only"
        case suspended, deleting, purged

        /// Those in which a tenant has a schema that migrations keep up to date.
        static let withSchema: [State] = [.spare, .active, .readOnly, .suspended, .deleting]
    }

    public let id: UUID
    public let slug: String
    public let name: String
    public let state: State
    public let schemaVersion: String
    public let brand: BrandProfile

    public var schema: SchemaName { SchemaName(tenantID: id) }
}

extension Tenant: RowDecodable {
    public init(row: inout RowReader) throws {
        id = try row.next()
        slug = try row.next()
        name = try row.next()
        state = State(rawValue: try row.next()) ?? .suspended
        schemaVersion = try row.next()
        let brandName: String? = try row.next()
        let color: String? = try row.next()
        let logoURL: String? = try row.next()
        let loginText: String? = try row.next()
        brand = BrandProfile(
            name: brandName ?? name, color: color ?? BrandProfile.fallback.color, logoURL: logoURL,
            loginText: loginText ?? BrandProfile.fallback.loginText)
    }
}

/// A tenant's part of its address: `slug.example.com`.
public struct Slug: Sendable, Hashable, CustomStringConvertible {
    public let description: String

    /// - Throws: a sentence that says what a slug may look like.
    public init(_ text: String) throws {
        let characters = Array(text.utf8)
        let isPlain = characters.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
        guard isPlain, (2...40).contains(characters.count), characters.first != 45, characters.last != 45 else {
            throw SlugError("\"\(text)\" cannot be a slug: use 2 to 40 lower-case letters, digits and inner hyphens.")
        }
        guard !Self.reserved.contains(text) else { throw SlugError("\"\(text)\" is reserved.") }
        description = text
    }

    /// Names that the platform uses itself, or that would let a customer pose as it.
    static let reserved: Set<String> = [
        "admin", "api", "app", "assets", "billing", "blog", "cdn", "console", "docs", "health", "help", "login", "mail",
        "metrics", "partners", "platform", "smtp", "static", "status", "support", "www",
    ]
}

public struct SlugError: Error, CustomStringConvertible {
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
