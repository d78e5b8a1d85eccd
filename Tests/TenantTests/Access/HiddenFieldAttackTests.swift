import Foundation
import Support
import Testing
import Web

/// Ways to a field that a role hides which do not ask for it by name.
struct HiddenFieldAttackTests {
    @Test func unnamedContactsAreNotOrderedByHiddenAddresses() async throws {
        let ground = try await CuriousColleague(hiding: ["contact": ["emails": "hidden"]])
        var ids: [String] = []
        for name in ["zoe", "ada", "mia"] {
            ids.append(try await ground.admin.create("contacts", ["email": .string("\(name)@hidden.test")]).id)
        }
        #expect(try await ground.found("contacts?sort=name") == ids)
        #expect(try await ground.found("contacts?sort=-name") == ids.reversed())
        for query in ["sort=name", "sort=-name", "sort=name&filter[name][empty]="] {
            let cursor = try #require(try await ground.rep.get("/api/v1/contacts?limit=1&\(query)").json["next_cursor"]?.string)
            #expect(!readable(cursor).contains("hidden.test"), "\(query)")
        }
        for words in ["zoe", "zoe@", "zoe@hidden.test", "ad"] {
            #expect(try await ground.found("search?q=\(words.escaped)").isEmpty, "\(words)")
            #expect(try await !ground.browser.get("/search/palette?q=\(words.escaped)").text.contains("/contacts/0"), "\(words)")
        }
        #expect(try await ground.admin.get("/api/v1/search?q=zoe").ids == [ids[0]])
    }

    /// What somebody reads in a cursor who takes it apart.
    private func readable(_ cursor: String) -> String {
        let base64 = cursor.replacing("-", with: "+").replacing("_", with: "/")
        let padding = String(repeating: "=", count: (4 - base64.count % 4) % 4)
        return String(decoding: Data(base64Encoded: base64 + padding) ?? Data(), as: UTF8.self)
    }

    @Test func pairThatSharesAHiddenAddressIsNotShown() async throws {
        let ground = try await CuriousColleague(hiding: ["contact": ["emails": "hidden"]])
        for name in ["Lovelace", "Babbage"] {
            try await ground.admin.create("contacts", ["last_name": .string(name), "email": "same@hidden.test"])
        }
        for _ in 0..<2 { try await ground.admin.create("contacts", ["first_name": "Grace", "last_name": "Hopper"]) }
        let started = try await ground.admin.post("/api/v1/duplicates/scans", ["record_type": "contact"])
        try await eventually { try await ground.admin.get(started.location ?? "").json["state"] == "done" }
        #expect(try await ground.admin.get("/api/v1/duplicates").ids.count == 2)
        let shown = try await ground.rep.get("/api/v1/duplicates")
        #expect(shown.ids.count == 1 && shown.text.contains("Hopper") && !shown.text.contains("Lovelace"))
        let page = try await ground.browser.get("/duplicates").text
        #expect(page.contains("Hopper") && !page.contains("Lovelace") && !page.contains("2 in all"))
        let lovelace = try #require(try await ground.found("contacts?filter[last_name][eq]=Lovelace").first)
        #expect(try await !ground.browser.get("/contacts/\(lovelace)").text.contains("Babbage"))
    }

    @Test func newContactIsNotLinkedByAHiddenDomain() async throws {
        let ground = try await CuriousColleague(hiding: ["company": ["domain": "hidden"]])
        try await ground.admin.create("companies", ["name": "Engines", "domain": "engines.example"])
        let tried = try await ground.rep.create("contacts", ["email": "x@engines.example"])
        #expect(tried.json["company_id"] == .null)
        let known = try await ground.admin.create("contacts", ["email": "y@engines.example"])
        #expect(known.json["company_id"]?.string != nil)
        let row = ImportFixture("email\nz@engines.example\n")
        #expect(try await ground.rep.take(row).count("created") == 1)
        #expect(try await ground.found("contacts?filter[company_id][nempty]=") == [known.id])
    }

    @Test func changeOfAHiddenFieldIsInNobodysHistoryWhoDoesNotSeeIt() async throws {
        let ground = try await CuriousColleague(hiding: ["contact": ["source": "hidden"]])
        let contact = try await ground.admin.create("contacts", ["last_name": "Changed", "source": "Before"])
        #expect(try await ground.admin.patch("/api/v1/contacts/\(contact.id)", ["source": "After"]).status == 200)
        let events = "/api/v1/events?type=contact&record=\(contact.id)"
        #expect(try await ground.rep.get(events).json["data"]?.array?.compactMap { $0["kind"]?.string } == ["contact.created"])
        let pages = [
            try await ground.browser.get("/contacts/\(contact.id)/history").text,
            try await ground.browser.get("/contacts/\(contact.id)").text, try await ground.browser.get("/").text,
        ]
        for page in pages { #expect(page.contains("created") && !page.contains("</b> updated") && !page.contains("</b> changed")) }
        #expect(try await ground.admin.patch("/api/v1/contacts/\(contact.id)", ["source": "Later", "job_title": "Boss"]).status == 200)
        #expect(try await ground.rep.get(events).ids.count == 2)
        #expect(try await ground.admin.get(events).ids.count == 3)
    }

    @Test func viewOfAColleagueKeepsItsHiddenQuestionsToItself() async throws {
        let ground = try await CuriousColleague(hiding: ["contact": ["source": "hidden"]])
        let filter: JSONValue = [
            "and": [["field": "source", "op": "eq", "value": "Undisclosed"], ["field": "last_name", "op": "nempty"]]
        ]
        let view = try await ground.admin.create(
            "views",
            [
                "record_type": "contact", "name": "Of everybody", "visibility": "public", "filter": filter, "sort": ["source"],
                "columns": ["name", "source"],
            ])
        for path in ["/api/v1/views/\(view.id)", "/api/v1/views"] {
            let text = try await ground.rep.get(path).text
            #expect(text.contains("Of everybody") && text.contains("last_name"), "\(path)")
            #expect(!text.contains("Undisclosed") && !text.contains("source"), "\(path)")
            #expect(try await ground.admin.get(path).text.contains("Undisclosed"), "\(path)")
        }
        expectProblem(try await ground.rep.get("/api/v1/contacts?view=\(view.id)"), 422, naming: ["view"])
        let page = try await ground.browser.get("/contacts?view=\(view.id)")
        #expect(page.status == 200 && !page.text.contains("Undisclosed"))
    }

    @Test func linkThatARoleHidesIsNotReadFromItsOtherEnd() async throws {
        let ground = try await CuriousColleague(hiding: ["contact": ["company_id": "hidden"]])
        let company = try await ground.admin.create("companies", ["name": "Engines"])
        try await ground.admin.create("contacts", ["last_name": "Linked", "company_id": .string(company.id)])
        #expect(try await !ground.browser.get("/companies/\(company.id)").text.contains("Linked"))
        for tree in [#"{"related":"contacts"}"#, #"{"related":"contacts","quantity":"count","op":"gte","value":1}"#] {
            expectProblem(try await ground.rep.get("/api/v1/companies?filter=\(tree.escaped)"), 422, naming: ["filter"])
        }
        for question in ["filter[company][eq]", "filter[company_id][nempty]"] {
            expectProblem(try await ground.rep.get("/api/v1/contacts?\(question)=Engines"), 422, naming: [question])
        }
        expectProblem(try await ground.rep.get("/api/v1/contacts?include=company"), 422, naming: ["include"])
        let file = ImportFixture("last_name,company\nLinked,Engines\n", options: ["mode": "update", "match_on": "name_company"])
        expectProblem(try await ground.rep.send(file), 422, naming: ["match_on"])
    }

    @Test func hiddenNumbersAreNeitherSummedNorComparedNorOrdered() async throws {
        let ground = try await CuriousColleague(hiding: [
            "company": ["employees": "hidden", "industry": "hidden", "annual_revenue": "hidden"]
        ])
        let company = try await ground.admin.create(
            "companies",
            ["name": "Engines", "employees": 4711, "industry": "Undisclosed", "annual_revenue": ["amount": 471_100, "currency": "EUR"]])
        try await ground.admin.create("contacts", ["last_name": "Linked", "company_id": .string(company.id)])
        for quantity in ["sum", "min", "max"] {
            for field in ["employees", "annual_revenue"] {
                let tree = #"{"related":"company","quantity":"\#(quantity)","field":"\#(field)","op":"gte","value":1}"#
                let refusal = try await ground.rep.get("/api/v1/contacts?filter=\(tree.escaped)")
                expectProblem(refusal, 422, naming: ["filter"])
                #expect(!refusal.text.contains("employees,") && !refusal.text.contains("annual_revenue."), "\(refusal.text)")
            }
        }
        for sort in ["employees", "-annual_revenue", "industry"] {
            expectProblem(try await ground.rep.get("/api/v1/companies?sort=\(sort)"), 422, naming: ["sort"])
            #expect(try await ground.browser.get("/companies?sort=\(sort)").status == 422)
        }
        for path in [
            "/companies", "/companies/\(company.id)", "/companies?columns=name,employees,industry", "/search?q=engines&type=company",
        ] {
            let page = try await ground.browser.get(path)
            #expect(page.status == 200 && page.text.contains("Engines"), "\(path)")
            #expect(!page.text.contains("4,711") && !page.text.contains("4711") && !page.text.contains("Undisclosed"), "\(path)")
        }
    }

    @Test func savingOnTopOfAHiddenChangeShowsNothingOfIt() async throws {
        let ground = try await CuriousColleague(hiding: ["contact": ["source": "hidden"]])
        let contact = try await ground.admin.create("contacts", ["last_name": "Stale", "source": "Before"])
        let path = "/contacts/\(contact.id)"
        let form = try await ground.browser.get("\(path)/edit")
        #expect(try await ground.admin.patch("/api/v1\(path)", ["source": "Undisclosed"]).status == 200)
        let held = try await ground.browser.submit(path, on: form, ["job_title": "Boss"])
        #expect(held.status == 409 && !held.text.contains("Undisclosed") && !held.text.contains("Before"))
        let refused = try await ground.rep.patch("/api/v1\(path)", ["job_title": "Boss"], headers: ["If-Match": "\"v1\""])
        expectProblem(refused, 412)
        #expect(!refused.text.contains("Undisclosed"))
    }
}
