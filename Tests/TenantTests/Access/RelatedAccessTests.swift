import Support
import Testing
import Web

/// What one sees of a record through another: related records, links, and questions about them.
struct RelatedAccessTests {
    @Test(arguments: AccessGround.seeds)
    func relatedRecordsShowWhatOneSeesOfThem(seed: UInt64) async throws {
        for witness in try await AccessGround.shared(seed).witnesses {
            try await counts(witness)
            try await names(witness)
            try await companies(witness)
            for company in witness.world.companies.indices { try await page(company, witness) }
        }
    }

    private func seenContacts(of company: Int, _ witness: AccessWitness) -> [Int] {
        witness.seen.filter { witness.world.contacts[$0].company == company }
    }

    private func expect(_ tree: String, on path: String, _ expected: [String], _ witness: AccessWitness) async throws {
        let answer = try await witness.api.get("/api/v1/\(path)?filter=\(tree.escaped)&limit=50&total=true")
        #expect(Set(answer.ids) == Set(expected), witness.place(tree))
        #expect(answer.json["total"]?.int == expected.count, witness.place(tree))
    }

    /// Companies by how many contacts they have, as far as one sees both.
    private func counts(_ witness: AccessWitness) async throws {
        guard witness.mayOpen, !witness.seenCompanies.isEmpty else { return }
        let companies = witness.world.companies
        func those(_ isMeant: (Int) -> Bool) -> [String] {
            witness.seenCompanies.filter { isMeant(seenContacts(of: $0, witness).count) }.map { companies[$0].id }
        }
        try await expect(#"{"related":"contacts"}"#, on: "companies", those { $0 > 0 }, witness)
        try await expect(#"{"related":"contacts","quantity":"none"}"#, on: "companies", those { $0 == 0 }, witness)
        try await expect(#"{"not":{"related":"contacts"}}"#, on: "companies", those { $0 == 0 }, witness)
        for count in 1...3 {
            try await expect(
                #"{"related":"contacts","quantity":"count","op":"gte","value":\#(count)}"#, on: "companies", those { $0 >= count }, witness)
        }
    }

    /// Guessing at what one does not see finds nothing.
    private func names(_ witness: AccessWitness) async throws {
        guard witness.mayOpen, !witness.seenCompanies.isEmpty else { return }
        for (number, contact) in witness.world.contacts.enumerated() {
            let tree = #"{"related":"contacts","where":{"field":"last_name","op":"eq","value":"\#(contact.name)"}}"#
            let company = witness.sees(number) ? contact.company.flatMap { witness.seenCompanies.contains($0) ? $0 : nil } : nil
            try await expect(tree, on: "companies", company.map { [witness.world.companies[$0].id] } ?? [], witness)
        }
        let hidden = #"{"related":"contacts","where":{"field":"source","op":"starts","value":"Sourcery"}}"#
        let answer = try await witness.api.get("/api/v1/companies?filter=\(hidden.escaped)")
        #expect(answer.status == (witness.hides("source") ? 422 : 200), witness.place("hidden field of related records"))
    }

    /// Contacts by what their company is, where one sees the company.
    private func companies(_ witness: AccessWitness) async throws {
        guard !witness.seenCompanies.isEmpty else {
            let answer = try await witness.api.get("/api/v1/contacts?filter=\(#"{"related":"company"}"#.escaped)")
            #expect(answer.ids.isEmpty, witness.place("company"))
            return
        }
        let world = witness.world
        for company in world.companies {
            func those(_ isMeant: (AccessWorld.Company) -> Bool) -> [String] {
                witness.seen.filter { number in
                    world.contacts[number].company.map { witness.seenCompanies.contains($0) && isMeant(world.companies[$0]) } ?? false
                }.map { world.contacts[$0].id }
            }
            let named = those { $0.name == company.name }
            let tree = #"{"related":"company","where":{"field":"name","op":"eq","value":"\#(company.name)"}}"#
            try await expect(tree, on: "contacts", named, witness)
            try await expect(#"{"field":"company","op":"eq","value":"\#(company.name)"}"#, on: "contacts", named, witness)
            let sum = #"{"related":"company","quantity":"sum","field":"employees","op":"gte","value":\#(company.employees)}"#
            try await expect(sum, on: "contacts", those { $0.employees >= company.employees }, witness)
        }
    }

    /// A company's own page, list, file and form say of its favourite and its contacts what one sees of them.
    private func page(_ number: Int, _ witness: AccessWitness) async throws {
        let (company, isSeen) = (witness.world.companies[number], witness.seenCompanies.contains(number))
        let page = try await witness.browser.get("/companies/\(company.id)")
        #expect(page.status == (isSeen ? 200 : 404), witness.place("company \(number)"))
        witness.expectNothingUnseen(in: page.text, "company \(number)")
        guard isSeen else { return }
        let shown = Set(seenContacts(of: number, witness) + [company.favourite].compactMap { $0 }.filter(witness.sees))
        let first = Set(witness.named(in: page.text))
        #expect(first.isSubset(of: shown) && (shown.count > 6 || first == shown), witness.place("company \(number)"))
        let list = try await witness.browser.get("/companies?columns=name,custom.favourite.name&q=\(company.name)").text
        let favourite = company.favourite.flatMap { witness.sees($0) ? $0 : nil }
        #expect(witness.named(in: list) == [favourite].compactMap { $0 }, witness.place("favourite of \(number)"))
    }
}
