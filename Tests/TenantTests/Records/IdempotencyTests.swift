import Crypto
import Foundation
import Support
import Testing
import Web

struct IdempotencyTests {
    @Test(arguments: Sample.all)
    func repeatedPostAnswersAsTheFirstTime(sample: Sample) async throws {
        let admin = try await TestSite.shared().makeTenant().api(as: .admin)
        let (path, key) = ("/api/v1/\(sample.path)", ["Idempotency-Key": "order-1"])
        let first = try await admin.post(path, sample.named("Once"), headers: key)
        let second = try await admin.post(path, sample.named("Once"), headers: key)
        #expect(first.status == 201 && second.status == 201)
        #expect(second.bytes == first.bytes && second.location == first.location && second.header("ETag") == first.header("ETag"))
        #expect(try await admin.get(path).ids.count == 1)
    }

    @Test func anotherBodyUnderTheSameKeyIsRefused() async throws {
        let admin = try await TestSite.shared().makeTenant().api(as: .admin)
        let key = ["Idempotency-Key": "order-2"]
        #expect(try await admin.post("/api/v1/contacts", ["last_name": "One"], headers: key).status == 201)
        expectProblem(try await admin.post("/api/v1/contacts", ["last_name": "Two"], headers: key), 422, naming: ["Idempotency-Key"])
        #expect(try await admin.post("/api/v1/companies", ["name": "Other route"], headers: key).status == 201)
    }

    @Test func keysOfTwoPeopleHaveNothingToDoWithEachOther() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let key = ["Idempotency-Key": "shared"]
        let mine = try await tenant.api(as: .admin).post("/api/v1/contacts", ["last_name": "One"], headers: key)
        let yours = try await tenant.api(as: .rep).post("/api/v1/contacts", ["last_name": "One"], headers: key)
        #expect(mine.status == 201 && yours.status == 201 && mine.id != yours.id)
    }

    @Test func ofTenAtTheSameTimeOneIsDone() async throws {
        let admin = try await TestSite.shared().makeTenant().api(as: .admin)
        let answers = try await withThrowingTaskGroup(of: TestAnswer.self) { group in
            for _ in 0..<10 {
                group.addTask { try await admin.post("/api/v1/contacts", ["last_name": "Raced"], headers: ["Idempotency-Key": "race"]) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers.allSatisfy { [201, 409].contains($0.status) })
        #expect(Set(answers.filter { $0.status == 201 }.map(\.id)).count == 1)
        #expect(try await admin.get("/api/v1/contacts").ids.count == 1)
    }

    @Test func requestThatIsStillBeingWorkedOnIsNotBegunAgain() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        let body: JSONValue = ["last_name": "Slow"]
        let principal = try await tenant.id(of: .admin).uppercased()
        let hash = Array(SHA256.hash(data: Data(body.serialized)))
        try await tenant.database.write(
            """
            insert into idempotency_keys (principal, route, key, body_hash)
            values (\(principal), 'POST /api/v1/contacts', 'slow', \(hash))
            """)
        expectProblem(try await admin.post("/api/v1/contacts", body, headers: ["Idempotency-Key": "slow"]), 409)
        #expect(try await admin.get("/api/v1/contacts").ids.isEmpty)
        try await tenant.database.write("update idempotency_keys set created_at = now() - interval '25 hours'")
        let later = try await admin.post("/api/v1/contacts", body, headers: ["Idempotency-Key": "slow"])
        #expect(later.status == 201, "a key lives for a day")
    }

    @Test func refusedRequestMayBeMendedUnderItsKey() async throws {
        let admin = try await TestSite.shared().makeTenant().api(as: .admin)
        let key = ["Idempotency-Key": "mended"]
        expectProblem(try await admin.post("/api/v1/contacts", ["shoe": 1], headers: key), 422, naming: ["shoe"])
        #expect(try await admin.post("/api/v1/contacts", ["last_name": "Mended"], headers: key).status == 201)
        let long = ["Idempotency-Key": String(repeating: "k", count: 201)]
        expectProblem(try await admin.post("/api/v1/contacts", ["last_name": "X"], headers: long), 422, naming: ["Idempotency-Key"])
    }
}
