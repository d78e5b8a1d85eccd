import Foundation
import Support
import Testing
import Web

/// Records that somebody shares with a person or a team.
struct ShareTests {
    @Test(arguments: Sample.all)
    func whoGetsAShareSeesTheRecordUntilItIsTakenBack(sample: Sample) async throws {
        let scene = try await Scene(sample)
        let (address, shares) = (scene.address(scene.ofAdmin), "\(scene.address(scene.ofAdmin))/shares")
        expectProblem(try await scene.rep.get(address), 404)
        let share = try await scene.admin.post(shares, ["user_id": .string(try await scene.tenant.id(of: .rep))])
        #expect(share.status == 201 && share.json["access"] == "view" && share.json["expires_at"] == .null)
        #expect(try await scene.rep.get(address).status == 200)
        #expect(Set(try await scene.rep.get(scene.list).ids) == [scene.ofAdmin.id, scene.ofRep.id])
        expectProblem(try await scene.rep.patch(address, ["tags": ["x"]]), 403)
        expectProblem(try await scene.rep.delete(address), 403)
        #expect(try await scene.rep.get(shares).ids == [share.id])
        #expect(try await scene.admin.delete("\(shares)/\(share.id)").status == 204)
        expectProblem(try await scene.rep.get(address), 404)
        #expect(try await scene.rep.get(scene.list).ids == [scene.ofRep.id])
        #expect(try await scene.tenant.events("share.created") == 1)
        #expect(try await scene.tenant.events("share.removed") == 1)
    }

    @Test func shareForEditingLetsOneEditAndNoMore() async throws {
        let scene = try await Scene(Sample.all[0])
        let address = scene.address(scene.ofAdmin)
        let rep: JSONValue = .string(try await scene.tenant.id(of: .rep))
        #expect(try await scene.admin.post("\(address)/shares", ["user_id": rep, "access": "edit"]).status == 201)
        #expect(try await scene.rep.patch(address, ["source": "Shared"]).json["source"] == "Shared")
        expectProblem(try await scene.rep.delete(address), 403)
        expectProblem(try await scene.rep.post("\(address)/shares", ["user_id": .string(try await scene.tenant.id(of: .manager))]), 403)
        #expect(try await !scene.rep.get("/api/v1/contacts.csv").text.contains("Adminson"))
        let page = try await scene.tenant.browser(as: .rep)
        let path = "/contacts/\(scene.ofAdmin.id)"
        #expect(try await page.submit(path, from: "\(path)/edit", ["first_name": "Shared"]).status == 303)
        let less = try await scene.admin.post("\(address)/shares", ["user_id": rep, "access": "view"])
        #expect(less.status == 201)
        #expect(try await scene.admin.get("\(address)/shares").ids.count == 1)
        expectProblem(try await scene.rep.patch(address, ["source": "x"]), 403)
    }

    @Test func shareWithATeamReachesTheTeamsBelowIt() async throws {
        let scene = try await Scene(Sample.all[0])
        let address = scene.address(scene.ofAdmin)
        let top = try await scene.admin.create("teams", ["name": "Top"])
        let member: JSONValue = ["user_id": .string(try await scene.tenant.id(of: .rep))]
        let bottom = try await scene.admin.create("teams", ["name": "Bottom", "parent_id": .string(top.id), "members": [member]])
        #expect(try await scene.admin.post("\(address)/shares", ["team_id": .string(top.id)]).status == 201)
        #expect(try await scene.rep.get(address).status == 200)
        #expect(try await scene.admin.patch("/api/v1/teams/\(bottom.id)", ["members": []]).status == 200)
        expectProblem(try await scene.rep.get(address), 404)
    }

    @Test func shareThatIsOverShowsNothing() async throws {
        let scene = try await Scene(Sample.all[0])
        let address = scene.address(scene.ofAdmin)
        let rep: JSONValue = .string(try await scene.tenant.id(of: .rep))
        let later = Instant.text(Date().addingTimeInterval(3_600))
        let share = try await scene.admin.post("\(address)/shares", ["user_id": rep, "expires_at": .string(later)])
        #expect(share.status == 201)
        #expect(try await scene.rep.get(address).status == 200)
        try await scene.tenant.database.write("update record_shares set expires_at = now() - interval '1 second'")
        expectProblem(try await scene.rep.get(address), 404)
        #expect(try await scene.rep.get(scene.list).ids == [scene.ofRep.id])
    }

    @Test func shareOpensNothingThatARoleCloses() async throws {
        let scene = try await Scene(Sample.all[0])
        try await scene.admin.create("roles", ["label": "Closed", "permissions": ["company": ["view": "all"]]])
        try await scene.tenant.give(.rep, roles: ["closed"])
        let address = scene.address(scene.ofAdmin)
        #expect(try await scene.admin.post("\(address)/shares", ["user_id": .string(try await scene.tenant.id(of: .rep))]).status == 201)
        expectProblem(try await scene.rep.get(address), 404)
        let reasons = try await scene.admin.get("\(address)/access?user_id=\(try await scene.tenant.id(of: .rep))")
        #expect(reasons.json["sees"] == false && reasons.json["reasons"] == [])
    }

    @Test func sharingHasTheUsualCast() async throws {
        let scene = try await Scene(Sample.all[0])
        let shares = "\(scene.address(scene.ofRep))/shares"
        let other: JSONValue = ["user_id": .string(try await scene.tenant.id(of: .viewer))]
        let share = try await scene.rep.post(shares, other)
        #expect(share.status == 201)
        #expect(try await scene.manager.get(shares).ids == [share.id])
        expectProblem(try await scene.viewer.post(shares, other), 403)
        expectProblem(try await scene.viewer.delete("\(shares)/\(share.id)"), 403)
        let outsider = try await scene.tenant.outsider()
        let strangers = try await scene.strangers()
        for client in [outsider, strangers.elsewhere] {
            for answer in [
                try await client.get(shares), try await client.post(shares, other), try await client.delete("\(shares)/\(share.id)"),
                try await client.get("\(scene.address(scene.ofRep))/access"),
            ] { expectProblem(answer, 404) }
        }
        expectProblem(try await scene.tenant.guest.get(shares), 401)
        expectProblem(try await scene.rep.delete("\(shares)/\(unknownID)"), 404)
        expectProblem(try await scene.rep.delete("\(shares)/not-an-id"), 404)
        expectProblem(try await scene.rep.get("\(scene.list)/not-an-id/shares"), 404)
        expectWrongVerb(try await scene.rep.patch(shares, other), allows: "GET", "HEAD", "OPTIONS", "POST")
        #expect(try await scene.manager.delete("\(shares)/\(share.id)").status == 204)
    }

    @Test func accessThroughAKeyIsWhatTheKeyAllows() async throws {
        let scene = try await Scene(Sample.all[0])
        let access = "\(scene.address(scene.ofRep))/access"
        #expect(try await scene.rep.get(access).json["may"] == ["view", "edit", "delete", "export", "assign", "share"])
        let key = try await scene.tenant.key(of: .rep, ["range": "chosen", "scopes": "contact.view"])
        for query in ["", "?user_id=\(try await scene.tenant.id(of: .rep))"] {
            let answer = try await key.get("\(access)\(query)").json
            #expect(answer["may"] == ["view"] && answer["sees"] == true && answer["reasons"]?[0]?["kind"] == "owner", "\(query)")
        }
        expectProblem(try await key.get("\(access)?user_id=\(try await scene.tenant.id(of: .manager))"), 403)
        let closed = try await scene.tenant.key(of: .rep, ["range": "chosen", "scopes": "company.view"])
        expectProblem(try await closed.get(access), 404)
    }

    @Test func accessNamesEveryReason() async throws {
        let scene = try await Scene(Sample.all[0])
        let address = scene.address(scene.ofRep)
        let manager: JSONValue = .string(try await scene.tenant.id(of: .manager))
        #expect(try await scene.admin.post("\(address)/shares", ["user_id": manager, "access": "edit"]).status == 201)
        let reasons = try await scene.manager.get("\(address)/access").json["reasons"]?.array ?? []
        #expect(reasons.map { $0["kind"] } == ["manager", "share"])
        expectProblem(try await scene.admin.get("\(address)/access?user_id=\(unknownID)"), 422, naming: ["user_id"])
        let page = try await scene.tenant.browser(as: .admin).get("/contacts/\(scene.ofRep.id)/shares?user=\(unknownID)")
        #expect(page.status == 404)
    }

    @Test func mistakesAreNamed() async throws {
        let scene = try await Scene(Sample.all[0])
        let shares = "\(scene.address(scene.ofRep))/shares"
        let user: JSONValue = .string(try await scene.tenant.id(of: .viewer))
        let wrong: [(JSONValue, [String])] = [
            ([:], ["user_id"]), (["user_id": user, "team_id": user], ["user_id"]), (["user_id": "x"], ["user_id"]),
            (["user_id": .string(unknownID)], ["user_id"]), (["team_id": .string(unknownID)], ["team_id"]),
            (["user_id": user, "access": "own"], ["access"]), (["user_id": user, "expires_at": "soon"], ["expires_at"]),
            (["user_id": user, "expires_at": "2020-01-01T00:00:00Z"], ["expires_at"]), (["user_id": user, "for": "ever"], ["for"]),
        ]
        for (body, fields) in wrong { expectProblem(try await scene.rep.post(shares, body), 422, naming: fields) }
    }

    @Test func nobodyHandsOutMoreThanTheyHave() async throws {
        let scene = try await Scene(Sample.all[0])
        try await scene.admin.create("roles", ["label": "Herald", "permissions": ["contact": ["view": "own", "share": "own"]]])
        try await scene.tenant.give(.rep, roles: ["herald"])
        let shares = "\(scene.address(scene.ofRep))/shares"
        let user: JSONValue = .string(try await scene.tenant.id(of: .manager))
        expectProblem(try await scene.rep.post(shares, ["user_id": user, "access": "edit"]), 422, naming: ["access"])
        #expect(try await scene.rep.post(shares, ["user_id": user]).status == 201)
    }

    @Test func pageSaysWhoSeesARecordAndWhy() async throws {
        let scene = try await Scene(Sample.all[0])
        let (rep, viewer) = (try await scene.tenant.id(of: .rep), try await scene.tenant.id(of: .viewer))
        let page = "/contacts/\(scene.ofRep.id)/shares"
        let browser = try await scene.tenant.browser(as: .rep)
        #expect(try await browser.get(page).text.contains("You are the owner."))
        #expect(try await browser.get("/contacts/\(scene.ofRep.id)").text.contains("You are the owner."))
        let answer = try await browser.submit(page, from: page, ["with": "user:\(viewer)", "access": "edit", "expires_on": "2031-03-31"])
        #expect(answer.status == 303)
        #expect(try await browser.get(page).text.contains("Vera Lind"))
        #expect(try await browser.submit(page, from: page, ["with": ""]).status == 422)
        let why = try await browser.get("\(page)?user=\(viewer)").text
        #expect(why.contains("The role Read-only sees all contacts.") && why.contains("Ola Nwosu shared it with Vera Lind"))
        let manager = try await scene.tenant.browser(as: .manager).get(page).text
        #expect(manager.contains("You manage Ola Nwosu, the owner, in Sales."))
        #expect(try await scene.tenant.browser(as: .viewer).get("\(page)?user=\(rep)").text.contains("You may view it."))
        let share = try #require(try await scene.rep.get("\(scene.address(scene.ofRep))/shares").ids.first)
        #expect(try await browser.submit("\(page)/\(share)/removal", from: page).status == 303)
        #expect(try await browser.get(page).text.contains("Nobody yet."))
        #expect(try await browser.get("/contacts/\(scene.ofAdmin.id)/shares").status == 404)
    }
}
