import Support
import Testing
import Web

struct RecordExportTests {
    @Test(arguments: Sample.all)
    func everybodyExportsWhatTheirRoleReaches(sample: Sample) async throws {
        let scene = try await Scene(sample)
        for (client, names) in [
            (scene.admin, ["Adminson", "Managerson", "Repson"]), (scene.manager, ["Managerson", "Repson"]), (scene.rep, ["Repson"]),
        ] {
            let answer = try await client.get("\(scene.list).csv")
            #expect(answer.status == 200)
            #expect(answer.header("Content-Type") == "text/csv; charset=utf-8")
            #expect(answer.header("Content-Disposition") == "attachment; filename=\"\(sample.path).csv\"")
            let rows = try await table(answer)
            #expect(rows.count == names.count)
            for name in names { #expect(rows.contains { $0.contains(name) }) }
        }
        expectProblem(try await scene.viewer.get("\(scene.list).csv"), 403)
        expectProblem(try await scene.tenant.guest.get("\(scene.list).csv"), 401)
        expectProblem(try await scene.strangers().here.get("\(scene.list).csv"), 401)
        #expect(try await scene.tenant.events("\(sample.event).exported") == 3)
    }

    @Test(arguments: Sample.all)
    func exportHonoursFilterSearchAndOrder(sample: Sample) async throws {
        let scene = try await Scene(sample)
        let filtered = try await table(scene.admin.get("\(scene.list).csv?filter[\(sample.nameField)][starts]=man"))
        #expect(filtered.count == 1)
        #expect(try await table(scene.admin.get("\(scene.list).csv?q=repson")).count == 1)
        let sorted = try await table(scene.admin.get("\(scene.list).csv?sort=-\(sample.nameField)")).map { $0.joined() }
        #expect(sorted.map { $0.contains("Repson") } == [true, false, false])
        expectProblem(try await scene.admin.get("\(scene.list).csv?colour=red"), 422, naming: ["colour"])
        expectProblem(try await scene.admin.get("\(scene.list).csv?filter[shoe][eq]=1"), 422, naming: ["filter[shoe][eq]"])
        expectProblem(try await scene.admin.get("\(scene.list).csv?filter[created_at][gt]=soon"), 422, naming: ["filter[created_at][gt]"])
    }

    @Test(arguments: Sample.all)
    func nothingThatIsExportedRunsAsAFormula(sample: Sample) async throws {
        let admin = try await TestSite.shared().makeTenant().api(as: .admin)
        for dangerous in ["=1+1", "+49", "-1", "@SUM(A1)", "=HYPERLINK(\"http://evil.example\")"] {
            try await admin.create(sample.path, sample.named(dangerous, ["tags": [.string(dangerous)]]))
        }
        for row in try await table(admin.get("/api/v1/\(sample.path).csv")) {
            #expect(row.contains { $0.hasPrefix("'") })
            #expect(!row.contains { $0.first.map { "=+-@\t\r".contains($0) } ?? false })
        }
    }

    @Test func whatWasExportedComesBackAsItWas() async throws {
        let (from, to) = (try await TestSite.shared().makeTenant(), try await TestSite.shared().makeTenant())
        let fields: JSONObject = [
            "first_name": "=Ann", "job_title": "-1 or so", "phone": "+49 (30) 901-820", "source": "'quoted'", "email": "ann@example.org",
        ]
        try await from.api(as: .admin).create("contacts", .object(fields))
        let file = try await from.api(as: .admin).get("/api/v1/contacts.csv")
        let taker = try await to.api(as: .admin)
        let done = try await taker.take(ImportFixture(file.text))
        #expect(done.count("created") == 1 && done.count("rejected") == 0, "\(done)")
        let contact = try #require(try await taker.records("contacts").first)
        for (name, value) in fields.members.map({ ($0.name, $0.value) }) { #expect(contact[name] == value, "\(name)") }
    }

    @Test func exportOfMoreThanOneChunkHasEveryRecordOnce() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        try await tenant.database.write(
            """
            insert into contacts (id, last_name, sort_name, created_at, updated_at)
            select gen_random_uuid(), 'Person ' || n, 'person', now() - (n / 100) * interval '1 hour', now() from generate_series(1, 2500) n
            """)
        let rows = try await table(tenant.api(as: .admin).get("/api/v1/contacts.csv"))
        #expect(rows.count == 2_500)
        #expect(Set(rows.map { $0.joined(separator: "|") }).count == 2_500)
    }

    /// The rows below the header.
    private func table(_ answer: TestAnswer) async throws -> [[String]] {
        let file = try CSVFile(bytes: answer.bytes, encoding: .utf8, dialect: CSVDialect())
        return try await file.records().reduce(into: []) { $0.append($1.texts) }
    }
}
