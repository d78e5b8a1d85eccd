import Support
import Testing
import Web

@testable import Tenant

/// Ways to records that somebody does not see which do not ask for them by name.
struct HiddenRecordAttackTests {
    @Test func guessAtASlipDoesNotTellWhatOthersRecordsAreCalled() async throws {
        let ground = try await CuriousColleague(reaching: "own")
        try await ground.rep.create("contacts", ["last_name": "Meier"])
        func meant() async throws -> [String] {
            try await ground.rep.get("/api/v1/search?q=meyer").json["data"]?.array?.compactMap { $0["title"]?.string } ?? []
        }
        try await eventually { try await meant() == ["Meier"] }
        try await ground.admin.create("contacts", ["last_name": "Meyer"])
        try await eventually {
            try await ground.tenant.database.read("select count(*) from search_words where word = 'meyer'").first?.decode(Int.self) == 1
        }
        #expect(try await meant() == ["Meier"], "as before there was a Meyer")
        #expect(try await ground.admin.get("/api/v1/search?q=meyer").text.contains("Meyer"))
    }

    @Test func rowOfAFileDoesNotTellWhereSomebodyWorks() async throws {
        let ground = try await CuriousColleague(reaching: "own")
        let company = try await ground.admin.create("companies", ["name": "Undisclosed Ltd"])
        let contact = try await ground.admin.create(
            "contacts",
            ["first_name": "Ann", "last_name": "Lee", "company_id": .string(company.id), "owner_id": .string(ground.id)])
        let options = ["mode": "update", "match_on": "name_company"]
        let csv = "first_name,last_name,company,job_title\nAnn,Lee,Undisclosed,Boss\n"
        let result = try await ground.rep.take(ImportFixture(csv, options: options))
        #expect(result.count("rejected") == 1 && result.count("updated") == 0, "\(result)")
        #expect(try await ground.rep.get("/api/v1/contacts/\(contact.id)").json["job_title"] == .null)
        #expect(try await ground.admin.take(ImportFixture(csv, options: options)).count("updated") == 1)
    }

    @Test func rowThatFitsOthersRecordsIsNotToldHowMany() async throws {
        let ground = try await CuriousColleague(reaching: "own")
        for _ in 0..<2 { try await ground.admin.create("contacts", ["last_name": "Theirs", "email": "same@hidden.test"]) }
        let mine = try await ground.rep.create("contacts", ["last_name": "Mine", "email": "same@hidden.test"])
        let csv = "email,job_title\nsame@hidden.test,Boss\n"
        let result = try await ground.rep.take(ImportFixture(csv, options: ["mode": "update", "match_on": "email"]))
        #expect(result.count("updated") == 1 && result.count("rejected") == 0, "\(result)")
        #expect(try await ground.rep.get("/api/v1/contacts/\(mine.id)").json["job_title"] == "Boss")
        #expect(try await ground.admin.get("/api/v1/contacts?filter[job_title][eq]=Boss").ids == [mine.id])
    }

    @Test func numbersOfAScanAreForThoseWhoSeeEverything() async throws {
        let ground = try await CuriousColleague(reaching: "own")
        for _ in 0..<2 { try await ground.admin.create("contacts", ["last_name": "Theirs", "email": "same@hidden.test"]) }
        let started = try await ground.rep.post("/api/v1/duplicates/scans", ["record_type": "contact"])
        let path = started.location ?? ""
        try await eventually { try await ground.rep.get(path).json["state"] == "done" }
        let (mine, theirs) = (try await ground.rep.get(path).json, try await ground.admin.get(path).json)
        for number in ["records", "compared", "found"] { #expect(mine[number] == .null && theirs[number] != .null, "\(number)") }
        #expect(theirs["records"] == 2 && theirs["found"] == 1)
        #expect(try await ground.browser.get("/duplicates").text.contains("No two that you can see seem to be the same."))
    }

    @Test func whatIsTakenIsToldWithoutWhoHasIt() async throws {
        let ground = try await CuriousColleague(reaching: "own")
        try await ground.admin.define(.text, "Number", more: ["unique": true])
        let theirs = try await ground.admin.create("contacts", ["last_name": "Theirs", "custom": ["number": "K-1"]])
        let refusal = try await ground.rep.post("/api/v1/contacts", ["last_name": "Mine", "custom": ["number": "K-1"]])
        expectProblem(refusal, 422, naming: ["custom.number"])
        let page = try await ground.browser.submit("/contacts", from: "/contacts/new", ["last_name": "Mine", "custom.number": "K-1"])
        let row = ImportFixture("last_name,number\nMine,K-1\n")
        let rejects = try await ground.rep.rejects(of: try await ground.rep.take(row))
        for text in [refusal.text, page.text, rejects] { #expect(!text.contains("Theirs") && !text.contains(theirs.id), "\(text)") }
        let held = try await ground.rep.take(
            ImportFixture("last_name,number\nMine,K-1\n", options: ["mode": "update", "match_on": "custom.number"]))
        #expect(try await ground.rep.rejects(of: held).contains("There is no such contact."))
    }

    @Test func formKeepsTheLinkThatItsReaderDoesNotSee() async throws {
        let ground = try await CuriousColleague(reaching: "own")
        try await ground.admin.define(.recordLink, "Parent firm", more: ["target": "company"])
        let company = try await ground.admin.create("companies", ["name": "Undisclosed Ltd"])
        let contact = try await ground.admin.create(
            "contacts",
            [
                "last_name": "Lee", "company_id": .string(company.id), "owner_id": .string(ground.id),
                "custom": ["parent_firm": .string(company.id)],
            ])
        let path = "/contacts/\(contact.id)"
        let form = try await ground.browser.get("\(path)/edit")
        #expect(!form.text.contains("Undisclosed"))
        #expect(try await ground.browser.submit(path, on: form, ["job_title": "Boss"]).status == 303)
        let json = try await ground.admin.get("/api/v1\(path)").json
        #expect(json["job_title"] == "Boss" && json["company_id"]?.string == company.id)
        #expect(json["custom"]?["parent_firm"]?.string == company.id)
        #expect(try await ground.browser.submit(path, from: "\(path)/edit", ["company_id": ""]).status == 303)
        #expect(try await ground.admin.get("/api/v1\(path)").json["company_id"] == .null, "it can be taken away all the same")
    }
}
