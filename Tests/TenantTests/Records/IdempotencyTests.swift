import Platform
import Postgres
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
        let key = ["Idempotency-Key": "slow"]
        // Whoever works on a company's record has to wait for this row, and holds on to the key meanwhile.
        let company = try await admin.create("companies", ["name": "Busy"])
        let path = "/api/v1/companies/\(company.id)"
        let (isHeld, held) = AsyncStream.makeStream(of: Void.self)
        let (mayGo, go) = AsyncStream.makeStream(of: Void.self)
        async let holder: Void = tenant.database.transaction { transaction in
            try await transaction.execute("select 1 from companies for update")
            held.finish()
            for await _ in mayGo {}
        }
        for await _ in isHeld {}
        async let first = admin.patch(path, ["industry": "Mining"], headers: key)
        try await eventually { try await tenant.isWaitedForInCompanies }
        expectProblem(try await admin.patch(path, ["industry": "Mining"], headers: key), 409)
        go.finish()
        try await holder
        let answered = try await first
        let again = try await admin.patch(path, ["industry": "Mining"], headers: key)
        #expect(answered.status == 200 && again.bytes == answered.bytes && again.json["version"] == 2)
    }

    @Test func keyLivesForADay() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        let key = ["Idempotency-Key": "daily"]
        let first = try await admin.post("/api/v1/contacts", ["last_name": "Monday"], headers: key)
        try await tenant.database.write("update idempotency_keys set created_at = now() - interval '25 hours'")
        let second = try await admin.post("/api/v1/contacts", ["last_name": "Tuesday"], headers: key)
        #expect(first.status == 201 && second.status == 201 && first.id != second.id)
        let third = try await admin.post("/api/v1/contacts", ["last_name": "Tuesday"], headers: key)
        #expect(third.bytes == second.bytes)
    }

    @Test func whenTheAnswerCannotBeKeptNothingIsDoneAndTheKeyIsFree() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        let key = ["Idempotency-Key": "crash"]
        try await tenant.breakIdempotencyKeys(true)
        #expect(try await admin.post("/api/v1/contacts", ["last_name": "Lost"], headers: key).status >= 500)
        #expect(try await admin.get("/api/v1/contacts").ids.isEmpty)
        try await tenant.breakIdempotencyKeys(false)
        #expect(try await admin.post("/api/v1/contacts", ["last_name": "Lost"], headers: key).status == 201)
        #expect(try await admin.get("/api/v1/contacts").ids.count == 1)
    }

    @Test func changesDeletionsAndRestorationsMayBeRepeated() async throws {
        let admin = try await TestSite.shared().makeTenant().api(as: .admin)
        let contact = try await admin.create("contacts", ["last_name": "Once"])
        let path = "/api/v1/contacts/\(contact.id)"
        let stale = ["Idempotency-Key": "change", "If-Match": "\"v1\""]
        for _ in 0..<2 {
            let changed = try await admin.patch(path, ["last_name": "Twice"], headers: stale)
            #expect(changed.status == 200 && changed.version == 2)
        }
        for _ in 0..<2 { #expect(try await admin.delete(path, headers: ["Idempotency-Key": "deletion"]).status == 204) }
        for _ in 0..<2 {
            let restored = try await admin.send("POST", "\(path)/restoration", headers: ["Idempotency-Key": "restoration"])
            #expect(restored.status == 200 && restored.version == 4)
        }
        expectProblem(try await admin.send("POST", "\(path)/restoration"), 404)
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

extension TestTenant {
    private var schema: String { tenant.schema.description }

    /// Makes keeping an answer fail, as a crash at that moment would.
    fileprivate func breakIdempotencyKeys(_ isBroken: Bool) async throws {
        let change = isBroken ? "add constraint broken check (status is null)" : "drop constraint broken"
        try await site.administer(SQL(unchecked: "alter table \(schema).idempotency_keys \(change)"))
    }

    /// Whether a second transaction wants to lock a company.
    fileprivate var isWaitedForInCompanies: Bool {
        get async throws {
            let rows = try await site.administer(
                """
                select count(distinct l.pid) from pg_locks l join pg_class c on c.oid = l.relation
                where c.relname = 'companies' and c.relnamespace = \(schema)::regnamespace and l.mode = 'RowShareLock'
                """)
            return try rows.first?.decode(Int.self) ?? 0 > 1
        }
    }
}
