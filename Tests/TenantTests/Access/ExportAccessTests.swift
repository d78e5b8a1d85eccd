import Support
import Testing
import Web

/// What leaves in a file, of any kind and by any way, is what one may export of what one sees.
struct ExportAccessTests {
    @Test(arguments: AccessGround.seeds)
    func filesHoldWhatOneMayExport(seed: UInt64) async throws {
        for witness in try await AccessGround.shared(seed).witnesses {
            let expected = witness.world.contacts.indices.filter { witness.may("export", $0) }
            guard witness.oracle.reach(witness.person, "export") > 0 else {
                try await nothing(witness)
                continue
            }
            for path in ["/contacts.csv", "/contacts.vcf", "/contacts.xlsx"] {
                for answer in [try await witness.api.get("/api/v1\(path)"), try await witness.browser.get(path)] {
                    try check(answer, expected, path, witness)
                }
            }
            try await ticked(expected, witness)
            for contact in witness.some { try await card(contact, witness) }
        }
    }

    private func nothing(_ witness: AccessWitness) async throws {
        for path in ["/contacts.csv", "/contacts.vcf", "/contacts.xlsx"] {
            #expect(try await witness.api.get("/api/v1\(path)").status == 403, witness.place(path))
        }
        let started = try await witness.api.post("/api/v1/exports", ["record_type": "contact", "format": "csv"])
        #expect(started.status == 403, witness.place("export"))
    }

    private func check(_ answer: TestAnswer, _ expected: [Int], _ path: String, _ witness: AccessWitness) throws {
        #expect(answer.status == 200, witness.place(path))
        let text = path.hasSuffix("xlsx") ? try Spreadsheet(answer.bytes).rows.joined().joined(separator: "\n") : answer.text
        #expect(witness.named(in: text) == expected, witness.place(path))
        witness.expectNothingUnseen(in: text, path)
        if witness.hides("source") { #expect(!text.contains("Sourcery"), witness.place(path)) }
        if witness.hides("emails") { #expect(!text.contains("secret.test"), witness.place(path)) }
    }

    /// Rows that somebody has ticked, be it by hand or by forging what the page sends.
    private func ticked(_ expected: [Int], _ witness: AccessWitness) async throws {
        let csrf = try await witness.browser.get("/contacts").csrf
        for (number, contact) in witness.world.contacts.enumerated() where number % 5 == 0 {
            let file = try await witness.browser.post("/contacts/batches/export", ["_csrf": csrf, "ids": contact.id])
            #expect(witness.named(in: file.text) == (expected.contains(number) ? [number] : []), witness.place("ticked \(number)"))
        }
    }

    private func card(_ contact: Int, _ witness: AccessWitness) async throws {
        let answer = try await witness.api.get("/api/v1/contacts/\(witness.world.contacts[contact].id).vcf")
        let status = witness.may("export", contact) ? 200 : witness.sees(contact) ? 403 : 404
        #expect(answer.status == status, witness.place("card of \(contact)"))
        witness.expectNothingUnseen(in: answer.text, "card of \(contact)")
    }
}
