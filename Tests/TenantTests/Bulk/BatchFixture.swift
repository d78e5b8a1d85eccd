import Foundation
import Postgres
import Support
import Web

extension TestTenant {
    /// Puts contacts into the table directly, `person0` and so on: more than clients would make one by one.
    func fill(_ count: Int, owner: Cast = .admin) async throws {
        let owner = UUID(uuidString: try await id(of: owner))
        try await database.write(
            """
            insert into contacts (id, last_name, sort_name, email, emails, job_title, owner_id, created_at, updated_at)
            select gen_random_uuid(), 'Person' || n, 'person' || n, 'person' || n || '@gmail.com',
                   jsonb_build_array(jsonb_build_object(
                       'address', 'person' || n || '@gmail.com', 'label', '', 'primary', true, 'opted_out', false, 'bounced', false)),
                   'Clerk', \(owner), now(), now()
            from generate_series(0, \(count - 1)) n
            """)
    }

    func count(_ condition: SQL) async throws -> Int {
        try await database.read("select count(*) from contacts where \(condition)").first?.decode(Int.self) ?? 0
    }
}

extension TestClient {
    /// Begins a batch of contacts and waits for its end.
    func batch(_ body: JSONValue, of path: String = "contacts") async throws -> JSONValue {
        try await ended(try await post("/api/v1/\(path)/batches", body))
    }

    /// Takes a batch back and waits for the end of that.
    func undo(_ batch: JSONValue) async throws -> JSONValue {
        try await ended(try await post("/api/v1/batches/\(batch["id"]?.string ?? "")/reversal", [:]))
    }

    func ended(_ accepted: TestAnswer) async throws -> JSONValue {
        guard accepted.status == 202, let path = accepted.location else { throw UnexpectedAnswer(accepted) }
        var state = accepted.json
        try await eventually {
            if state["state"] == "running" { state = try await get(path).json }
            return state["state"] != "running"
        }
        return state
    }
}

extension JSONValue {
    var counts: [Int] { ["changed", "unchanged", "skipped"].map { self["counts"]?[$0]?.int ?? -1 } }
}
