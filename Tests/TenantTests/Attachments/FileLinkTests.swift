import Foundation
import Support
import Testing
import Web

/// Links that need no session.
struct FileLinkTests {
    private struct Stage {
        let scene: Scene
        let record: String
        let link: String

        init() async throws {
            scene = try await Scene(Sample.all[0])
            record = scene.address(scene.ofRep)
            let added = try await scene.rep.attach(Upload(), to: record)
            let made = try await scene.rep.post("/api/v1/attachments/\(added.id)/links", ["expires_in": 3600])
            guard made.status == 200, let url = made.json["url"]?.string, let path = URL(string: url)?.path else {
                throw UnexpectedAnswer(made)
            }
            link = path
        }
    }

    @Test func whoeverHasTheLinkGetsTheFile() async throws {
        let stage = try await Stage()
        let answer = try await stage.scene.tenant.guest.get(stage.link)
        #expect(answer.status == 200 && answer.text == "The plan is simple.")
        #expect(answer.header("Content-Disposition") == "attachment; filename=\"plan.txt\"")
        #expect(try await stage.scene.tenant.guest.send("POST", stage.link).status != 200)
    }

    @Test func linkEndsWithTheAccessOfWhoMadeIt() async throws {
        let stage = try await Stage()
        let admin = try await stage.scene.tenant.id(of: .admin)
        #expect(try await stage.scene.admin.patch(stage.record, ["owner_id": .string(admin)]).status == 200)
        #expect(try await stage.scene.tenant.guest.get(stage.link).status == 404)
        let rep = try await stage.scene.tenant.id(of: .rep)
        #expect(try await stage.scene.admin.patch(stage.record, ["owner_id": .string(rep)]).status == 200)
        #expect(try await stage.scene.tenant.guest.get(stage.link).status == 200)
        try await stage.scene.tenant.database.write("update users set status = 'disabled' where email like 'rep@%'")
        #expect(try await stage.scene.tenant.guest.get(stage.link).status == 404)
    }

    @Test func linkEndsWithTheFileAndTheRecord() async throws {
        let stage = try await Stage()
        #expect(try await stage.scene.rep.delete(stage.record).status == 204)
        #expect(try await stage.scene.tenant.guest.get(stage.link).status == 404)
        #expect(try await stage.scene.rep.post("\(stage.record)/restoration", [:]).status == 200)
        #expect(try await stage.scene.tenant.guest.get(stage.link).status == 200)
        let file = try await stage.scene.rep.get("\(stage.record)/attachments").ids[0]
        #expect(try await stage.scene.rep.delete("/api/v1/attachments/\(file)").status == 204)
        #expect(try await stage.scene.tenant.guest.get(stage.link).status == 404)
    }

    @Test func madeUpForeignAndOldLinksLeadNowhere() async throws {
        let stage = try await Stage()
        let guest = stage.scene.tenant.guest
        var forged = stage.link
        forged.replaceSubrange(forged.index(forged.endIndex, offsetBy: -3)..., with: "AAA")
        for path in [forged, "/files/x", "/files/\(unknownID)"] { #expect(try await guest.get(path).status == 404, "\(path)") }
        let elsewhere = try await stage.scene.tenant.site.makeTenant().guest
        #expect(try await elsewhere.get(stage.link).status == 404)
        let file = try await stage.scene.rep.get("\(stage.record)/attachments").ids[0]
        for seconds in [0, -5, 59, 604_801] as [JSONValue] {
            expectProblem(
                try await stage.scene.rep.post("/api/v1/attachments/\(file)/links", ["expires_in": seconds]), 422, naming: ["expires_in"])
        }
    }
}
