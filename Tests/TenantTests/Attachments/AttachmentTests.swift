import Foundation
import Support
import Testing
import Web

/// Files through the API, on every record type alike.
struct AttachmentTests {
    @Test(arguments: Sample.all)
    func fileIsAttachedListedReadAndTakenAway(sample: Sample) async throws {
        let scene = try await Scene(sample)
        let record = scene.address(scene.ofRep)
        let added = try await scene.rep.attach(Upload(), to: record)
        let address = "/api/v1/attachments/\(added.id)"
        #expect(added.status == 201 && added.location == address)
        #expect(added.json["file_name"] == "plan.txt" && added.json["media_type"] == "text/plain" && added.json["size"]?.int == 19)
        #expect(added.json["author_id"]?.string == (try await scene.tenant.id(of: .rep)))
        #expect(try await scene.rep.get(address).json == added.json)
        #expect(try await scene.rep.get("\(record)/attachments").ids == [added.id])
        let content = try await scene.rep.get("\(address)/content")
        #expect(content.status == 200 && content.text == "The plan is simple." && content.header("Content-Length") == "19")
        #expect(try await scene.rep.delete(address).status == 204)
        expectProblem(try await scene.rep.get("\(address)/content"), 404)
        #expect(try await scene.rep.post("\(address)/restoration", [:]).json == added.json)
        #expect(try await scene.rep.get("\(address)/content").text == "The plan is simple.")
        for kind in ["created", "deleted", "restored"] { #expect(try await scene.tenant.events("file.\(kind)") == 1) }
    }

    @Test(arguments: Sample.all)
    func everybodyMeetsTheirLimits(sample: Sample) async throws {
        let scene = try await Scene(sample)
        let strangers = try await scene.strangers()
        let record = scene.address(scene.ofAdmin)
        let address = "/api/v1/attachments/\(try await scene.admin.attach(Upload(), to: record).id)"
        for outsider in [scene.rep, scene.manager, strangers.elsewhere] {
            expectProblem(try await outsider.get("\(record)/attachments"), 404)
            expectProblem(try await outsider.attach(Upload(), to: record), 404)
            expectProblem(try await outsider.get(address), 404)
            expectProblem(try await outsider.get("\(address)/content"), 404)
            expectProblem(try await outsider.post("\(address)/links", [:]), 404)
            expectProblem(try await outsider.delete(address), 404)
            expectProblem(try await outsider.post("\(address)/restoration", [:]), 404)
        }
        for nobody in [strangers.here, scene.tenant.guest] {
            expectProblem(try await nobody.get("\(record)/attachments"), 401)
            expectProblem(try await nobody.attach(Upload(), to: record), 401)
            expectProblem(try await nobody.get(address), 401)
            expectProblem(try await nobody.get("\(address)/content"), 401)
            expectProblem(try await nobody.post("\(address)/links", [:]), 401)
            expectProblem(try await nobody.delete(address), 401)
        }
        #expect(try await scene.viewer.get("\(address)/content").status == 200)
        expectProblem(try await scene.viewer.attach(Upload(), to: record), 403)
        expectProblem(try await scene.viewer.delete(address), 403)
        expectProblem(try await scene.admin.get("/api/v1/attachments/not-an-id/content"), 404)
        expectProblem(try await scene.admin.get("/api/v1/attachments/\(unknownID)"), 404)
        expectWrongVerb(try await scene.admin.send("PATCH", address), allows: "GET", "HEAD", "DELETE", "OPTIONS")
    }

    @Test func badUploadsAreRefused() async throws {
        let scene = try await Scene(Sample.all[0])
        let record = scene.address(scene.ofRep)
        expectProblem(try await scene.rep.attach(Upload("empty.txt", ""), to: record), 422, naming: ["file"])
        expectProblem(try await scene.rep.attach(Upload("", bytes: []), to: record), 422, naming: ["file"])
        expectProblem(try await scene.rep.post("\(record)/attachments", ["file": "x"]), 415)
        var two = Upload()
        two.files += two.files
        expectProblem(try await scene.rep.attach(two, to: record), 413)
        #expect(try await scene.rep.get("\(record)/attachments").ids.isEmpty)
    }

    /// What a file is stands in it, not in its name.
    @Test func programsAreRefusedWhateverTheyAreCalled() async throws {
        let scene = try await Scene(Sample.all[0])
        let record = scene.address(scene.ofRep)
        let program = FileManager.default.contents(atPath: "/bin/true").map { Array($0) } ?? []
        expectProblem(try await scene.rep.attach(Upload("holiday.png", bytes: program), to: record), 422, naming: ["file"])
        expectProblem(try await scene.rep.attach(Upload("notes.txt", "#!/bin/sh\nrm -rf /\n"), to: record), 422, naming: ["file"])
        let page = try await scene.rep.attach(Upload("picture.png", "<!DOCTYPE html><html><script>alert(1)</script></html>"), to: record)
        #expect(page.status == 201 && page.json["media_type"] == "text/html")
    }

    @Test func downloadsRunNothing() async throws {
        let scene = try await Scene(Sample.all[0])
        let page = try await scene.rep.attach(Upload("a.html", "<html><script>alert(1)</script></html>"), to: scene.address(scene.ofRep))
        let answer = try await scene.rep.get("/api/v1/attachments/\(page.id)/content")
        #expect(answer.header("Content-Type") == "application/octet-stream")
        #expect(answer.header("Content-Disposition") == "attachment; filename=\"a.html\"")
        #expect(answer.header("X-Content-Type-Options") == "nosniff")
        #expect(answer.header("Content-Security-Policy")?.contains("sandbox") == true)
    }

    @Test func nameIsOnlyAName() async throws {
        let scene = try await Scene(Sample.all[0])
        let names = [
            ("../../etc/passwd", "passwd"), ("C:\\docs\\plan.txt", "plan.txt"), ("a\"b;c.txt", "a\"b;c.txt"),
            ("\u{202E}txt.exe", "txt.exe"),
            ("Übersicht 2026.pdf", "Übersicht 2026.pdf"), ("..", "file"),
        ]
        for (sent, kept) in names {
            let added = try await scene.rep.attach(Upload(sent), to: scene.address(scene.ofRep))
            #expect(added.json["file_name"]?.string == kept)
            let header = try await scene.rep.get("/api/v1/attachments/\(added.id)/content").header("Content-Disposition") ?? ""
            #expect(header.hasPrefix("attachment; filename=\"") && header.utf8.allSatisfy { (0x20..<0x7F).contains($0) })
            #expect(header.split(separator: "\"").count <= 3)
        }
    }

    /// Many pieces, on the way in and on the way out.
    @Test func largeFilesComeBackAsTheyWere() async throws {
        let scene = try await Scene(Sample.all[0])
        let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ ($0 >> 9)) }
        let added = try await scene.rep.attach(Upload("large.bin", bytes: bytes), to: scene.address(scene.ofRep))
        #expect(added.json["size"]?.int == bytes.count)
        #expect(try await scene.rep.get("/api/v1/attachments/\(added.id)/content").bytes == bytes)
    }
}
