import Foundation
import Hummingbird
import Platform
import Web

/// The people of a tenant, for programs: enough to show names and give records to them.
struct UserAPI: Sendable {
    let crm: CRM

    private static let schema = Schema.object([
        .required("id", .uuid), .required("name", .string), .required("email", .email),
        .required("roles", Schema.array(of: .string).described("Names of roles, see `/roles`.")), .required("status", .string),
    ])

    func register(on api: Endpoints<StaffContext>) {
        api.get("/users", id: "users_list", summary: "Lists the people who work here", tag: "Users", responds: .list(Self.schema)) {
            _, context in
            let users = try await Staff(scope: context.scope).list()
            return .list(users) { write($1, to: &$0) }
        }
        api.get("/users/me", id: "users_me", summary: "Who the token speaks for", tag: "Users", responds: .one(Self.schema)) { _, context in
            guard let id = context.viewer.userID else { throw Failure.unauthenticated }
            let user = try await Staff(scope: context.scope).find(id)
            return .json { write(user, to: &$0) }
        }
    }
}

private func write(_ user: User, to json: inout JSONWriter) {
    json.object { json in
        json.field("id", user.id)
        json.field("name", user.name)
        json.field("email", user.email)
        json.field("roles") { $0.array(user.roles) { $0.value($1) } }
        json.field("status", user.status.rawValue)
    }
}
