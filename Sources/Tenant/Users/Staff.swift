import Foundation
import Platform
import Postgres
import Web

/// Letting people in, changing what they may do, and letting them go.
struct Staff: Sendable {
    let scope: TenantScope

    func list() async throws -> [User] {
        try await scope.database.read(UserQueries.list).decode(User.self)
    }

    func find(_ id: UUID) async throws -> User {
        guard let user = try await scope.database.read(UserQueries.find(id)).decode(User.self).first else { throw Failure.notFound }
        return user
    }

    /// Adds a person and mails them a link.
    /// - Parameters:
    ///   - baseURL: the host the link leads to.
    ///   - texts: the language of the mail: the newcomer has not chosen one.
    func invite(email: EmailAddress, name: String, roles: [String], baseURL: String, texts: Texts) async throws -> UUID {
        try scope.viewer.requireAdmin("Only admins invite people.")
        guard !name.isEmpty else { throw Failure.invalid("name", "required", "Give a name.") }
        let id = UUID.v7()
        do {
            try await scope.database.transaction { transaction in
                try await Roles(scope: scope).check(roles, in: transaction)
                try await transaction.execute(UserQueries.insert(id, email: email.key, name: name, roles: roles, status: .invited))
                let token = try await UserLinks(scope: scope).make(.invitation, for: id, in: transaction)
                try await transaction.enqueue(
                    mail(texts, baseURL).invitation(to: email, name: name, token: token))
                try await transaction.record(Event("user.invited", recordType: "user", recordID: id))
            }
        } catch let error as PostgresError where error.kind == .uniqueViolation {
            throw Failure.invalid("email", "taken", "This person is already here.")
        }
        return id
    }

    /// Mails a reset link if somebody has this address; says nothing either way.
    /// - Parameter texts: for somebody who has not chosen a language.
    func forgot(email: String, baseURL: String, texts: Texts) async throws {
        guard let address = try? EmailAddress(email),
            let row = try await scope.database.read(UserQueries.credentials(of: address.key)).first
        else { return }
        let (id, _, status) = try row.decode((UUID, String?, String).self)
        guard status != User.Status.disabled.rawValue else { return }
        let language = try await find(id).language
        try await scope.database.transaction { transaction in
            let token = try await UserLinks(scope: scope).make(.reset, for: id, in: transaction)
            // To the address that is stored, however the typed one was spelled.
            try await transaction.enqueue(
                mail(scope.languages.texts(language) ?? texts, baseURL).reset(to: try EmailAddress(address.key), token: token))
        }
    }

    private func mail(_ texts: Texts, _ baseURL: String) -> UserMail {
        UserMail(texts: texts, baseURL: baseURL, brand: scope.tenant.brand)
    }

    /// Takes effect with the very next thing the person does.
    func setAccess(of id: UUID, roles: [String], status: User.Status) async throws {
        try scope.viewer.requireAdmin("Only admins change roles.")
        try await scope.database.transaction { transaction in
            try await Roles(scope: scope).check(roles, in: transaction)
            guard let before = try await transaction.query(UserQueries.lock(id)).decode(User.self).first else { throw Failure.notFound }
            try await transaction.execute(UserQueries.setAccess(roles: roles, status: status, of: id))
            let admins = try await transaction.query(UserQueries.activeAdmins).first?.decode(Int.self) ?? 0
            guard admins > 0 else { throw Failure.invalid("roles", "last_admin", "Somebody has to stay admin.") }
            if status == .disabled {
                try await transaction.execute(SessionQueries.revokeAll(of: id, except: nil, at: scope.now))
            }
            try await transaction.record(
                Event(
                    "user.access_changed", recordType: "user", recordID: id, before: Self.access(before.roles, before.status),
                    after: Self.access(roles, status)))
        }
    }

    /// As the event log keeps it.
    private static func access(_ roles: [String], _ status: User.Status) -> JSON {
        JSON(["roles": .array(roles.map { .string($0) }), "status": .string(status.rawValue)])
    }
}
