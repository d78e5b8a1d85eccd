import Support
import Testing
import Web

struct HomeTests {
    @Test func homeShowsWhatOnesRoleReaches() async throws {
        let scene = try await Scene(Sample.all[0])
        for (member, seen) in [
            (Cast.admin, ["Adminson", "Managerson", "Repson"]), (.manager, ["Managerson", "Repson"]), (.rep, ["Repson"]),
            (.viewer, ["Adminson", "Managerson", "Repson"]),
        ] {
            let page = try await scene.tenant.browser(as: member).get("/")
            #expect(page.status == 200)
            for name in ["Adminson", "Managerson", "Repson"] {
                #expect(page.text.contains(name) == seen.contains(name), "\(member) \(name)")
            }
        }
        #expect(try await scene.tenant.guest.get("/").location == "/login")
    }

    @Test func searchFindsOverAllTypesWhatOneMaySee() async throws {
        let scene = try await Scene(Sample.all[0])
        try await scene.admin.create("companies", ["name": "Adminson Ltd"])
        let admin = try await scene.tenant.browser(as: .admin).get("/search?q=adminson")
        #expect(admin.text.contains("/contacts/\(scene.ofAdmin.id)") && admin.text.contains("Adminson Ltd"))
        let rep = try await scene.tenant.browser(as: .rep).get("/search?q=adminson")
        #expect(rep.status == 200 && !rep.text.contains("Adminson Ltd") && !rep.text.contains(scene.ofAdmin.id))
        #expect(rep.text.contains("Nothing found"))
        #expect(try await scene.tenant.guest.get("/search?q=x").location == "/login?next=/search%3Fq%3Dx")
    }

    @Test func deletedRecordsAreNotCountedOrNamed() async throws {
        let scene = try await Scene(Sample.all[0])
        #expect(try await scene.admin.delete(scene.address(scene.ofAdmin)).status == 204)
        #expect(try await !scene.tenant.browser(as: .admin).get("/").text.contains("Adminson"))
    }
}
