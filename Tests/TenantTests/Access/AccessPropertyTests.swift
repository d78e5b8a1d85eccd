import Support
import Testing
import Web

/// One policy, every surface: whoever sees a record sees it everywhere, and nobody else sees it anywhere.
struct AccessPropertyTests {
    @Test(arguments: [UInt64(11), 12, 13, 14])
    func everySurfaceAgreesWithTheOracle(seed: UInt64) async throws {
        let world = try await AccessWorld(seed: seed)
        for person in world.people.indices { try await check(person, in: world, "seed \(seed), person \(person)") }
    }

    private func check(_ person: Int, in world: AccessWorld, _ place: Comment) async throws {
        let oracle = AccessOracle(world: world)
        let seen = world.contacts.indices.filter { oracle.sees(person, $0) }
        let api = try await world.tenant.api(email: world.people[person].email)
        let browser = TestBrowser(client: world.tenant.guest)
        _ = try await browser.logIn(world.people[person].email)
        try await lists(api, seen, world, place)
        try await files(api, browser, person, oracle, place)
        try await pages(browser, seen, world, oracle.reach(person, "view") > 0, place)
        try await fields(api, browser, person, seen, oracle, place)
        for contact in world.contacts.indices { try await record(api, browser, person, contact, oracle, place) }
    }

    private func lists(_ api: TestClient, _ seen: [Int], _ world: AccessWorld, _ place: Comment) async throws {
        let expected = Set(seen.map { world.contacts[$0].id })
        for query in ["", "&q=contactson", "&filter[last_name][starts]=Contactson", "&sort=last_name", "&filter[tags][empty]="] {
            let answer = try await api.get("/api/v1/contacts?limit=200&total=true\(query)")
            #expect(Set(answer.ids) == expected && answer.json["total"]?.int == expected.count, "\(place) \(query)")
        }
        let walked = try await api.walk("contacts?", limit: 3).flatMap { $0 }
        #expect(Set(walked) == expected && walked.count == expected.count, place)
    }

    /// What leaves in a file is what one may export of what one sees.
    private func files(
        _ api: TestClient, _ browser: TestBrowser, _ person: Int, _ oracle: AccessOracle, _ place: Comment
    ) async throws {
        let expected = oracle.world.contacts.indices.filter { oracle.may(person, "export", $0) }
        let files = [try await api.get("/api/v1/contacts.csv"), try await browser.get("/contacts.csv")]
        for file in files {
            guard oracle.reach(person, "export") > 0 else {
                #expect(file.status == 403, place)
                continue
            }
            let found = oracle.world.contacts.indices.filter { file.text.contains(oracle.world.contacts[$0].name) }
            #expect(file.status == 200 && found == expected, place)
        }
    }

    private func pages(_ browser: TestBrowser, _ seen: [Int], _ world: AccessWorld, _ isOpen: Bool, _ place: Comment) async throws {
        for path in ["/contacts", "/contacts?q=contactson", "/search?q=contactson", "/"] {
            let answer = try await browser.get(path)
            #expect(answer.status == 200, "\(place) \(path)")
            let text = answer.text
            let found = world.contacts.indices.filter { text.contains(world.contacts[$0].name) }
            // The search page and the home page show the first few only.
            let expected = path.hasPrefix("/contacts") ? seen : found.filter { seen.contains($0) }
            #expect(found == expected, "\(place) \(path)")
            if !isOpen { #expect(found.isEmpty, "\(place) \(path)") }
        }
    }

    private func fields(
        _ api: TestClient, _ browser: TestBrowser, _ person: Int, _ seen: [Int], _ oracle: AccessOracle, _ place: Comment
    ) async throws {
        let list = try await api.get("/api/v1/contacts?limit=200")
        let page = try await browser.get("/contacts?columns=name,source,email").text
        for (field, shown) in [("source", "source"), ("emails", "email")] {
            let isHidden = oracle.openness(person, field) == 0
            let question = try await api.get("/api/v1/contacts?filter[\(shown)][nempty]=")
            #expect(question.status == (isHidden ? 422 : 200), "\(place) \(field)")
            #expect((try await api.get("/api/v1/contacts?fields=\(shown)").status) == (isHidden ? 422 : 200), "\(place) \(field)")
            for item in list.json["data"]?.array ?? [] { #expect((item[shown] == nil) == isHidden, "\(place) \(field)") }
            for contact in seen {
                let text = field == "source" ? oracle.world.contacts[contact].source : oracle.world.contacts[contact].email
                #expect(page.contains(text) != isHidden, "\(place) \(field)")
                let found = try await api.get("/api/v1/contacts?q=\(text.escaped)").ids
                if field == "emails" { #expect(found.isEmpty == isHidden, "\(place) \(field)") }
            }
        }
    }

    private func record(
        _ api: TestClient, _ browser: TestBrowser, _ person: Int, _ number: Int, _ oracle: AccessOracle, _ place: Comment
    ) async throws {
        let contact = oracle.world.contacts[number]
        let sees = oracle.sees(person, number)
        let place: Comment = "\(place), contact \(number)"
        let (address, path) = ("/api/v1/contacts/\(contact.id)", "/contacts/\(contact.id)")
        let answers = [
            try await api.get(address), try await api.get("\(address)/shares"), try await api.get("\(address)/access"),
            try await browser.get(path), try await browser.get("\(path)/shares"),
        ]
        for answer in answers { #expect(answer.status == (sees ? 200 : 404), place) }
        let mayEdit = oracle.may(person, "edit", number)
        #expect(try await browser.get("\(path)/edit").status == (!sees ? 404 : mayEdit ? 200 : 403), place)
        guard sees else {
            for page in answers { #expect(!page.text.contains(contact.name), place) }
            return
        }
        let reasons = answers[2].json
        #expect(reasons["sees"] == true && reasons["reasons"]?.array?.isEmpty == false, place)
        let may = Set(reasons["may"]?.array?.compactMap(\.string) ?? []).intersection(AccessWorld.actions)
        #expect(may == Set(AccessWorld.actions.filter { oracle.may(person, $0, number) }), place)
        for (field, text) in [("source", contact.source), ("emails", contact.email)] {
            #expect(answers[3].text.contains(text) == (oracle.openness(person, field) > 0), "\(place) \(field)")
            #expect(answers[0].text.contains(text) == (oracle.openness(person, field) > 0), "\(place) \(field)")
        }
        // What is not allowed is refused before anything else is looked at.
        let change = try await api.patch(address, ["source": .string(contact.source)])
        let isOpen = oracle.openness(person, "source") == 2
        #expect(change.status == (!mayEdit ? 403 : isOpen ? 200 : 422), place)
    }
}
