import Foundation
import Support
import Testing
import Web

/// What belongs to a record is seen with the record: files, notes and comments.
struct ContributionAccessTests {
    /// A file, a note and a comment on every contact, by somebody who sees all of them.
    private struct Belongings {
        var files: [String] = []
        var notes: [String] = []
        var comments: [String] = []

        init(_ world: AccessWorld) async throws {
            for (number, contact) in world.contacts.enumerated() {
                let path = "contacts/\(contact.id)"
                files.append(try await world.admin.attach(Upload("filed\(number)x.txt", "Paperwork\(number)x"), to: "/api/v1/\(path)").id)
                notes.append(try await world.admin.create("\(path)/notes", ["body": .string("Noteworthy\(number)x")]).id)
                comments.append(try await world.admin.create("\(path)/comments", ["body": .string("Remarkable\(number)x")]).id)
            }
        }
    }

    @Test(arguments: AccessGround.seeds)
    func whatBelongsToARecordIsSeenWithIt(seed: UInt64) async throws {
        let ground = try await AccessGround.shared(seed)
        let belongings = try await Belongings(ground.world)
        for witness in ground.witnesses {
            for contact in witness.some {
                try await lists(witness, contact)
                try await singles(witness, contact, belongings)
            }
            try await search(witness)
        }
    }

    private func lists(_ witness: AccessWitness, _ contact: Int) async throws {
        let path = "/contacts/\(witness.world.contacts[contact].id)"
        for (kind, word) in [("attachments", "filed"), ("notes", "Noteworthy"), ("comments", "Remarkable")] {
            let answers = [try await witness.api.get("/api/v1\(path)/\(kind)"), try await witness.browser.get("\(path)/\(kind)")]
            for answer in answers {
                witness.expectAccess(answer, contact, kind)
                #expect(answer.text.contains("\(word)\(contact)x") == witness.sees(contact), witness.place(kind))
            }
        }
    }

    private func singles(_ witness: AccessWitness, _ contact: Int, _ belongings: Belongings) async throws {
        let (file, note, comment) = (belongings.files[contact], belongings.notes[contact], belongings.comments[contact])
        let paths = [
            "attachments/\(file)", "attachments/\(file)/content", "notes/\(note)", "comments/\(comment)", "comments/\(comment)/revisions",
        ]
        for path in paths { witness.expectAccess(try await witness.api.get("/api/v1/\(path)"), contact, path) }
        for path in ["attachments/\(file)/preview", "attachments/\(file)/link"] {
            witness.expectAccess(try await witness.browser.get("/\(path)"), contact, path)
        }
        let link = try await witness.api.post("/api/v1/attachments/\(file)/links", [:])
        #expect(link.status == (witness.sees(contact) ? 200 : 404), witness.place("link"))
        if let path = link.json["url"]?.string.flatMap({ URL(string: $0)?.path }) {
            #expect(try await witness.world.tenant.guest.get(path).text == "Paperwork\(contact)x", witness.place("link"))
        }
        if witness.sees(contact) { return }
        // Nobody learns by writing what they would not learn by reading.
        for path in ["notes/\(note)", "comments/\(comment)"] {
            #expect(try await witness.api.patch("/api/v1/\(path)", ["body": "Mine"]).status == 404, witness.place(path))
            #expect(try await witness.api.delete("/api/v1/\(path)").status == 404, witness.place(path))
        }
        let record = "/api/v1/contacts/\(witness.world.contacts[contact].id)"
        for kind in ["notes", "comments"] {
            #expect(try await witness.api.post("\(record)/\(kind)", ["body": "Mine"]).status == 404, witness.place(kind))
        }
    }

    private func search(_ witness: AccessWitness) async throws {
        for word in ["noteworthy", "remarkable"] {
            witness.expectNothingUnseen(in: try await witness.browser.get("/search?q=\(word)").text, word)
        }
        for contact in witness.some {
            let text = try await witness.browser.get("/search?q=noteworthy\(contact)x").text
            #expect(text.contains("Noteworthy\(contact)x") == witness.sees(contact), witness.place("search"))
        }
    }
}
