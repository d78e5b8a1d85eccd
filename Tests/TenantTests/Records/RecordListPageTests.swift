import Foundation
import Support
import Testing
import Web

struct RecordListPageTests {
    @Test func pagesLeadForwardsAndBackAgain() async throws {
        let browser = try await Crowd.tenant().browser(as: .admin)
        for sort in ["", "sort=-birthday_on,name", "sort=company"] {
            let first = try await browser.get("/contacts?\(sort)")
            let second = try await browser.get(try #require(first.link(rel: "next")))
            let back = try await browser.get(try #require(second.link(rel: "prev")))
            #expect(first.records("contacts").count == 50 && second.records("contacts").count == 10)
            #expect(Set(first.records("contacts") + second.records("contacts")).count == 60)
            #expect(back.records("contacts") == first.records("contacts"), "\(sort)")
            #expect(first.link(rel: "prev") == nil && second.link(rel: "next") == nil)
        }
    }

    @Test func filterFormMakesAConditionThatCanBeTakenAwayAgain() async throws {
        let scene = try await Scene(Sample.all[0])
        let browser = try await scene.tenant.browser(as: .admin)
        let asking = try await browser.get("/contacts?adding=last_name&sort=-name")
        let form = try #require(asking.forms.first { $0.fields["field"] == "last_name" })
        #expect(form.fields["op"] == "contains" && form.fields["sort"] == "-name")
        let answer = try await browser.get("/contacts?field=last_name&op=contains&value=REPS&sort=-name")
        #expect(answer.records("contacts") == [scene.ofRep.id])
        #expect(answer.text.contains("REPS"))
        let mine = try await browser.get("/contacts?view=mine")
        #expect(mine.records("contacts") == [scene.ofAdmin.id])
    }

    @Test(arguments: ["limit=0", "filter[shoe][eq]=1", "colour=red", "sort=shoe", "cursor=made-up", "field=last_name&op=smells&value=x"])
    func wrongAddressIsExplainedOnAPage(query: String) async throws {
        let browser = try await SharedTenant.get().browser(as: .viewer)
        let answer = try await browser.get("/contacts?\(query)")
        #expect(answer.status == 422)
        #expect(answer.header("Content-Type") == "text/html; charset=utf-8")
        #expect(answer.text.contains("Back to start"))
    }

    @Test func columnsAreWhatWasChosen() async throws {
        let scene = try await Scene(Sample.all[0])
        let browser = try await scene.tenant.browser(as: .admin)
        let answer = try await browser.get("/contacts?columns=name,source,nonsense")
        let heads = answer.text.matches(of: #/<th scope="col"[^>]*>(?:<a[^>]*>)?([^<]+)/#).map { String($0.1) }
        #expect(heads == ["Name", "Source"])
    }

    @Test func exportFromThePageIsTheListInAFile() async throws {
        let scene = try await Scene(Sample.all[0])
        let browser = try await scene.tenant.browser(as: .manager)
        let file = try await browser.get("/contacts.csv?view=mine&sort=name")
        #expect(file.status == 200 && file.header("Content-Disposition")?.hasPrefix("attachment") == true)
        #expect(file.text.contains("Managerson") && !file.text.contains("Repson"))
    }
}

extension TestAnswer {
    /// Where the page leads next or back.
    fileprivate func link(rel: String) -> String? {
        let tags = text.matches(of: #/<a\b((?:"[^"]*"|[^>"])*)>/#).map { String($0.1) }
        guard let tag = tags.first(where: { $0.contains("rel=\"\(rel)\"") }), let href = tag.firstMatch(of: #/href="([^"]*)"/#) else {
            return nil
        }
        return String(href.1).replacing("&amp;", with: "&")
    }

    /// The ids of the records that the rows of the page lead to, in their order.
    fileprivate func records(_ path: String) -> [String] {
        var ids: [String] = []
        for match in text.matches(of: #/href="\/(\w+)\/([0-9a-f-]{36})(?:\?trash=1)?"/#) where match.1 == path {
            if !ids.contains(String(match.2)) { ids.append(String(match.2)) }
        }
        return ids
    }
}
