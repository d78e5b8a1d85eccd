import Foundation
import Platform
import Postgres
import Support
import Testing
import Web

@testable import Tenant

/// A tenant whose people tell each other things.
struct InboxScene: Sendable {
    let tenant: TestTenant
    let admin, rep: TestClient

    init() async throws {
        tenant = try await TestSite.shared().makeTenant()
        admin = try await tenant.api(as: .admin)
        rep = try await tenant.api(as: .rep)
    }

    /// A contact that the admin makes and gives to somebody.
    @discardableResult
    func contact(_ name: String, ownedBy member: Cast) async throws -> TestAnswer {
        try await admin.create("contacts", ["last_name": .string(name), "owner_id": .string(try await tenant.id(of: member))])
    }

    /// What a comment of the admin's on a contact leaves in the log.
    func comment(on contact: TestAnswer, naming members: [Cast], batch: UUID? = nil) async throws {
        var ids: [JSONValue] = []
        for member in members { ids.append(.string(try await tenant.id(of: member))) }
        try await log("comment.created", contact, ["mentions": .array(ids)])
    }

    func log(_ kind: String, _ contact: TestAnswer, _ after: JSONValue, by member: Cast = .admin, batch: UUID? = nil) async throws {
        let (record, actor) = (try #require(UUID(uuidString: contact.id)), try #require(UUID(uuidString: await tenant.id(of: member))))
        let event = Event(
            kind, recordType: "contact", recordID: record, after: JSON(text: String(decoding: after.serialized, as: UTF8.self)))
        try await tenant.database.transaction { transaction in
            try await transaction.execute(event.insertion(by: Actor(userID: actor, cause: .page, batchID: batch), at: Date()))
            transaction.willChange(["contact"])
        }
    }

    /// The person's notifications, once there are so many.
    func inbox(of client: TestClient, count: Int, query: String = "") async throws -> [JSONValue] {
        var lines: [JSONValue] = []
        try await eventually {
            lines = try await client.get("/api/v1/notifications?\(query)").json["data"]?.array ?? []
            return lines.count == count
        }
        return lines
    }

    /// Waits until everything that has happened so far has been heard: what is told of behind it comes last.
    func settle() async throws {
        let mark = try await contact("Mark \(UUID().uuidString.prefix(8))", ownedBy: .manager)
        let manager = try await tenant.api(as: .manager)
        try await eventually {
            let lines = try await manager.get("/api/v1/notifications?limit=200").json["data"]?.array ?? []
            return lines.contains { $0["record_id"]?.string == mark.id }
        }
    }
}
