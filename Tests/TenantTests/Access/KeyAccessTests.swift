import Support
import Testing
import Web

/// Through a key one sees what one sees oneself, of what the key is for.
struct KeyAccessTests {
    private func key(of witness: AccessWitness, for scope: String) async throws -> TestClient {
        let made = try await witness.browser.submit(
            "/profile/api-keys", from: "/profile/api-keys", ["name": "Narrow", "range": "chosen", "scopes": scope])
        let key = try #require(made.text.firstMatch(of: /tsk_[A-Za-z0-9_-]{43}/), "\(made.text.prefix(400))").output
        return TestClient(tenant: witness.world.tenant, headers: ["Authorization": "Bearer \(key)"])
    }

    @Test(arguments: AccessGround.seeds.prefix(1))
    func keyForReadingContactsReadsThem(seed: UInt64) async throws {
        for witness in try await AccessGround.shared(seed).witnesses {
            let client = try await key(of: witness, for: "contact.view")
            #expect(Set(try await client.get("/api/v1/contacts?limit=50").ids) == witness.seenIDs, witness.place())
            for number in witness.some {
                let path = "/api/v1/contacts/\(witness.world.contacts[number].id)"
                witness.expectAccess(try await client.get(path), number, "record")
                let status = witness.sees(number) ? 403 : 404
                #expect(try await client.patch(path, ["job_title": "Mine"]).status == status, witness.place("change of \(number)"))
                #expect(try await client.post("\(path)/notes", ["body": "Mine"]).status == status, witness.place("note on \(number)"))
                #expect(try await client.delete(path).status == status, witness.place("deletion of \(number)"))
            }
            #expect(try await client.get("/api/v1/contacts.csv").status == 403, witness.place("file"))
            #expect(try await client.get("/api/v1/companies").ids.isEmpty, witness.place("companies"))
            let include = try await client.get("/api/v1/contacts?include=company&limit=50").text
            #expect(!include.contains("Companyson"), witness.place("included companies"))
        }
    }

    @Test(arguments: AccessGround.seeds.prefix(1))
    func keyForSomethingElseReadsNoContacts(seed: UInt64) async throws {
        for witness in try await AccessGround.shared(seed).witnesses {
            let client = try await key(of: witness, for: "company.view")
            #expect(try await client.get("/api/v1/contacts").ids.isEmpty, witness.place("list"))
            let found = try await client.get("/api/v1/search?q=contactson").text
            #expect(witness.named(in: found).isEmpty, witness.place("search"))
            let told = try await client.get("/api/v1/notifications?limit=200").text
            #expect(witness.named(in: told).isEmpty, witness.place("notifications"))
            for contact in witness.some.map({ witness.world.contacts[$0] }) {
                for path in ["", "/notes", "/comments", "/attachments", "/shares", "/access", "/duplicates", ".vcf"] {
                    #expect(try await client.get("/api/v1/contacts/\(contact.id)\(path)").status == 404, witness.place(path))
                }
                #expect(try await client.get("/api/v1/events?type=contact&record=\(contact.id)").status == 404, witness.place("events"))
            }
            let related = #"{"related":"contacts"}"#.escaped
            expectProblem(try await client.get("/api/v1/companies?filter=\(related)"), 422, naming: ["filter"])
        }
    }
}
