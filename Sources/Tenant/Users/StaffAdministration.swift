import Foundation
import Platform
import Postgres
import Web

/// What operators do for a tenant's people: let somebody in, or help somebody back in. Rules and events are those of the settings page.
public struct StaffAdministration: Sendable {
    /// Somebody who is to be let in.
    public struct Newcomer: Sendable {
        public let email: String
        public let name: String
        /// Names of roles, such as those out of `roleNames`.
        public let roles: [String]

        public init(email: String, name: String, roles: [String]) {
            (self.email, self.name, self.roles) = (email, name, roles)
        }
    }

    /// Those that every tenant has.
    public static let roleNames = BuiltInRole.allCases.map(\.rawValue)

    private let scope: TenantScope
    private let hasher: PasswordHasher

    public init(scope: TenantScope, hasher: PasswordHasher = PasswordHasher()) {
        self.scope = scope
        self.hasher = hasher
    }

    /// What `add` would do.
    /// - Throws: `Failure.invalid` naming the wrong field, or `Failure.conflict` if the address is taken.
    public func preview(_ newcomer: Newcomer) async throws -> [PlannedChange] {
        let (address, roles) = try await check(newcomer)
        if try await first(email: address.key) != nil { throw taken(address) }
        let labels = roles.map(\.label.description).joined(separator: ", ")
        return [PlannedChange("create", "user \(address.key)", "\(newcomer.name), \(labels), in \(scope.tenant.slug)")]
    }

    /// Adds somebody. With a password they can sign in at once, otherwise with the link.
    /// - Returns: the path of a link that works once, within seven days; nil with a password.
    @discardableResult
    public func add(_ newcomer: Newcomer, password: Secret? = nil) async throws -> String? {
        let (address, roles) = try await check(newcomer)
        let hash: String? = if let password { try await checkedHash(password, names: [newcomer.name, address.key]) } else { nil }
        let id = UUID.v7()
        do {
            return try await scope.database.transaction { transaction in
                try await transaction.execute(
                    UserQueries.insert(
                        id, email: address.key, name: newcomer.name, roles: roles.map(\.name), status: hash == nil ? .invited : .active,
                        passwordHash: hash))
                try await transaction.record(Event("user.invited", recordType: "user", recordID: id))
                return hash == nil ? try await path(.invitation, for: id, in: transaction) : nil
            }
        } catch let error as PostgresError where error.kind == .uniqueViolation {
            throw taken(address)
        }
    }

    /// Who signs in with this address, whether they still may or not.
    /// - Throws: `UnknownName`.
    public func id(of email: String) async throws -> UUID {
        guard let address = try? EmailAddress(email), let user = try await first(email: address.key) else {
            throw UnknownName("user", email)
        }
        return user.id
    }

    /// What `resetLink` or `setPassword` would do.
    /// - Throws: `UnknownName`, or `Failure.conflict` for somebody who is disabled.
    public func previewReset(of email: String, toPassword: Bool) async throws -> [PlannedChange] {
        let user = try await find(email)
        let detail = toPassword ? "new password; every session ends" : "a link to choose a password; older links stop working"
        return [PlannedChange("change", "user \(user.email)", detail)]
    }

    /// - Returns: the path of a link that works once: within three hours, or seven days for somebody who never came.
    public func resetLink(for email: String) async throws -> String {
        let user = try await find(email)
        return try await scope.database.transaction { transaction in
            try await path(user.status == .invited ? .invitation : .reset, for: user.id, in: transaction)
        }
    }

    /// - Throws: `PasswordPolicy.Refusal`, or what `previewReset` throws.
    public func setPassword(_ password: Secret, of email: String) async throws {
        let user = try await find(email)
        let hash = try await checkedHash(password, names: [user.name, user.email])
        try await scope.database.transaction { transaction in
            _ = try await transaction.pipeline([
                UserQueries.setPassword(hash, of: user.id), SessionQueries.revokeAll(of: user.id, except: nil, at: scope.now),
            ])
            try await transaction.record(Event("user.password_set", recordType: "user", recordID: user.id))
        }
    }

    private func check(_ newcomer: Newcomer) async throws -> (EmailAddress, [Role]) {
        guard let address = try? EmailAddress(newcomer.email) else {
            throw Failure.invalid("email", "malformed", "\"\(newcomer.email)\" is not an e-mail address.")
        }
        if newcomer.name.isEmpty { throw Failure.invalid("name", "required", "Give a name.") }
        let known = try await Roles(scope: scope).list()
        let roles = known.filter { newcomer.roles.contains($0.name) }
        guard !roles.isEmpty, Set(newcomer.roles).isSubset(of: roles.map(\.name)) else {
            throw Failure.invalid("roles", "unknown", "Choose roles out of \(known.map(\.name).joined(separator: ", ")).")
        }
        return (address, roles)
    }

    private func checkedHash(_ password: Secret, names: [String]) async throws -> String {
        let tenant = scope.tenant
        let names = names + [tenant.name, tenant.slug, tenant.brand.name]
        if let refusal = PasswordPolicy().refusal(of: password, names: names) { throw refusal }
        return try await hasher.hash(password)
    }

    private func path(_ purpose: UserLinks.Purpose, for id: UUID, in transaction: TenantTransaction) async throws -> String {
        let token = try await UserLinks(scope: scope).make(purpose, for: id, in: transaction)
        return "/\(purpose.rawValue)/\(token.text)"
    }

    private func first(email: String) async throws -> User? {
        guard let row = try await scope.database.read(UserQueries.credentials(of: email)).first else { return nil }
        let (id, _, _) = try row.decode((UUID, String?, String).self)
        return try await scope.database.read(UserQueries.find(id)).decode(User.self).first
    }

    private func find(_ email: String) async throws -> User {
        guard let address = try? EmailAddress(email), let user = try await first(email: address.key) else {
            throw UnknownName("user", email)
        }
        guard user.status != .disabled else {
            throw Failure.conflict(detail: "\(user.email) is disabled: an admin of the tenant can let them in again.")
        }
        return user
    }

    private func taken(_ address: EmailAddress) -> Failure {
        .conflict(detail: "\(address.key) is already in \(scope.tenant.slug).")
    }
}
