import Foundation
import Platform
import Support
import Testing
import Web

/// The page of results: the best of each type, and all of one with ways to narrow them.
struct SearchPageTests {
    @Test func resultsOfAllTypesLeadToThoseOfOne() async throws {
        let scene = try await Scene(Sample.all[0])
        try await scene.admin.create("companies", ["name": "Adminson Ltd"])
        for number in 0..<7 { try await scene.admin.create("contacts", ["first_name": .string("N\(number)"), "last_name": "Adminson"]) }
        let browser = try await scene.tenant.browser(as: .admin)
        let page = try await browser.get("/search?q=adminson")
        #expect(
            page.status == 200 && page.text.contains("Adminson Ltd") && page.text.contains("href=\"/search?q=adminson&amp;type=contact\""))
        #expect(page.text.contains("All 8"))
        let contacts = try await browser.get("/search?q=adminson&type=contact").text
        #expect(contacts.components(separatedBy: "Adminson</a>").count == 9 && !contacts.contains(">Adminson Ltd</a>"))
        #expect(try await scene.tenant.browser(as: .rep).get("/search?q=adminson").text.contains("Nothing found"))
        #expect(try await browser.get("/search").text.contains("Search everything"))
        #expect(try await browser.get("/search?q=a&type=nonsense").status == 422)
    }

    @Test func facetsCountAndNarrow() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        let rep = try await tenant.id(of: .rep)
        for (number, stage) in ["new", "new", "customer"].enumerated() {
            var contact: JSONObject = ["first_name": .string("F\(number)"), "last_name": "Facetted", "lifecycle_stage": .string(stage)]
            if number > 0 { contact["tags"] = ["fair"] }
            if number == 2 { contact["owner_id"] = .string(rep) }
            try await admin.create("contacts", .object(contact))
        }
        let browser = try await tenant.browser(as: .admin)
        let path = "/search?q=facetted&type=contact"
        let page = try await browser.get(path).text
        for (filter, label, count) in [
            ("lifecycle_stage%5D%5Beq%5D=new", "New", 2), ("lifecycle_stage%5D%5Beq%5D=customer", "Customer", 1),
            ("tags%5D%5Beq%5D=fair", "fair", 2),
            ("owner_id%5D%5Beq%5D=\(rep)", "", 1), ("updated_at%5D%5Bwithin%5D=today", "today", 3),
        ] {
            let link = try #require(page.range(of: "&amp;filter%5B\(filter)\">\(label)"), "\(filter)")
            #expect(page[link.upperBound...].prefix(200).contains("<span class=\"push\">\(count)</span>"), "\(filter)")
        }
        let narrowed = try await browser.get("\(path)&filter%5Blifecycle_stage%5D%5Beq%5D=new").text
        #expect(narrowed.contains("F0 Facetted") && narrowed.contains("F1 Facetted") && !narrowed.contains("F2 Facetted"))
        #expect(
            narrowed.contains("Remove filter: Stage New")
                && narrowed.contains("href=\"\(path.replacingOccurrences(of: "&", with: "&amp;"))\""))
        let both = try await browser.get("\(path)&filter%5Blifecycle_stage%5D%5Beq%5D=new&filter%5Btags%5D%5Beq%5D=fair").text
        #expect(!both.contains("F0 Facetted") && both.contains("F1 Facetted"))
        #expect(try await browser.get("\(path)&filter%5Bnonsense%5D%5Beq%5D=new").status == 422)
    }

    @Test func whatIsWrittenOnRecordsIsFoundByWhoSeesThem() async throws {
        let scene = try await Scene(Sample.all[0])
        let notes = "\(scene.address(scene.ofAdmin))/notes"
        #expect(try await scene.admin.post(notes, ["body": "Prefers Öolong tea"]).status == 201)
        let comments = "\(scene.address(scene.ofRep))/comments"
        #expect(try await scene.rep.post(comments, ["body": "Serve öolong, always"]).status == 201)
        let admin = try await scene.tenant.browser(as: .admin).get(
            "/search?q=ÖOLONG".addingPercentEncoding(withAllowedCharacters: .urlQueryAllowed)!)
        #expect(
            admin.text.contains("Prefers Öolong tea") && admin.text.contains("Serve öolong, always") && admin.text.contains("Ann Adminson"))
        let rep = try await scene.tenant.browser(as: .rep).get("/search?q=%C3%B6olong")
        #expect(!rep.text.contains("Prefers") && rep.text.contains("Serve öolong, always"))
        #expect(try await !scene.tenant.browser(as: .admin).get("/search?q=%25olong").text.contains("Prefers"))
    }

    @Test func longTextsShowTheirBeginning() async throws {
        let scene = try await Scene(Sample.all[0])
        let text = "**Zanzibar** " + String(repeating: "and on ", count: 100) + "to the end"
        #expect(try await scene.admin.post("\(scene.address(scene.ofAdmin))/notes", ["body": .string(text)]).status == 201)
        for words in ["zanzibar", "zanzibar end"] {
            let page = try await scene.tenant.browser(as: .admin).get("/search?q=\(words.escaped)").text
            #expect(page.contains("Zanzibar and on") && page.contains("and on and…") && !page.contains("to the end"), "\(words)")
        }
    }

    @Test func manyResultsComePageByPage() async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        for number in 0..<30 { try await admin.create("contacts", ["first_name": .string("Row\(number)"), "last_name": "Plenty"]) }
        let browser = try await tenant.browser(as: .admin)
        let first = try await browser.get("/search?q=plenty&type=contact").text
        let next = try #require(first.firstMatch(of: #/href="([^"]+)" rel="next"/#)).1.replacingOccurrences(of: "&amp;", with: "&")
        let second = try await browser.get(String(next)).text
        let rows = { (page: String) in Set(page.matches(of: #/Row\d+ Plenty</#).map { String($0.0) }) }
        #expect(rows(first).count == 25 && rows(second).count == 5 && rows(first).isDisjoint(with: rows(second)))
    }
}
