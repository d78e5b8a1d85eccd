import Support
import Testing
import Web

struct StaleEditTests {
    @Test(arguments: Sample.all)
    func eachFieldIsTakenFromTheVersionThatWasChosen(sample: Sample) async throws {
        let scene = try await Scene(sample)
        let (mine, theirs) = (try await scene.tenant.browser(as: .rep), try await scene.tenant.browser(as: .manager))
        let record = "/\(sample.path)/\(scene.ofRep.id)"
        let form = try await mine.get("\(record)/edit")
        let other = sample.path == "contacts" ? "job_title" : "industry"
        #expect(
            try await theirs.submit(record, from: "\(record)/edit", [sample.nameField: "Theirs", other: "Theirs too"]).status == 303)
        let conflict = try await mine.submit(record, on: form, [sample.nameField: "Mine", "tags": "also mine"])
        #expect(conflict.status == 409)
        let kept = try #require(conflict.forms.first { $0.action == record })
        // What only they changed stays theirs, what only I changed stays mine, and the rest is for me to say.
        #expect(kept.fields["keep[\(other)]"] == "theirs" && kept.fields["keep[tags]"] == "mine")
        #expect(kept.fields["keep[\(sample.nameField)]"] == "mine" && kept.fields[sample.nameField] == "Mine")
        let saved = try await mine.submit(record, on: conflict, ["keep[\(sample.nameField)]": "theirs"])
        #expect(saved.status == 303)
        let result = try await scene.admin.get(scene.address(scene.ofRep)).json
        #expect(result[sample.nameField] == "Theirs" && result[other] == "Theirs too" && result["tags"] == ["also mine"])
    }

    @Test func secondConflictKeepsWhatWasTypedAndChosen() async throws {
        let scene = try await Scene(Sample.all[0])
        let mine = try await scene.tenant.browser(as: .rep)
        let record = "/contacts/\(scene.ofRep.id)"
        let form = try await mine.get("\(record)/edit")
        _ = try await scene.admin.patch(scene.address(scene.ofRep), ["last_name": "Second"])
        let conflict = try await mine.submit(record, on: form, ["last_name": "Mine", "source": "Fair"])
        _ = try await scene.admin.patch(scene.address(scene.ofRep), ["last_name": "Third"])
        let again = try await mine.submit(record, on: conflict, ["keep[last_name]": "theirs"])
        #expect(again.status == 409 && again.text.contains("Third"))
        let fields = try #require(again.forms.first { $0.action == record }).fields
        #expect(fields["keep[last_name]"] == "theirs" && fields["last_name"] == "Mine" && fields["source"] == "Fair")
        #expect(try await mine.submit(record, on: again).status == 303)
        #expect(try await scene.admin.get(scene.address(scene.ofRep)).json["last_name"] == "Third")
    }

    @Test func mistakeDoesNotHideThatSomebodySavedMeanwhile() async throws {
        let scene = try await Scene(Sample.all[0])
        let mine = try await scene.tenant.browser(as: .rep)
        let record = "/contacts/\(scene.ofRep.id)"
        let form = try await mine.get("\(record)/edit")
        _ = try await scene.admin.patch(scene.address(scene.ofRep), ["last_name": "Theirs"])
        let wrong = try await mine.submit(record, on: form, ["last_name": "Mine", "birthday_on": "soon"])
        #expect([409, 422].contains(wrong.status))
        let mended = try await mine.submit(record, on: wrong, ["birthday_on": "1999-12-31"])
        #expect(mended.status == (wrong.status == 422 ? 409 : 303))
    }
}
