import Support
import Testing
import Web

/// What people type is shown as they typed it, and is nothing but text.
struct EscapingTests {
    private static let hostile = "\"'><script>alert(1)</script>&amp;<b>"

    @Test(arguments: Sample.all)
    func nothingThatSomebodyTypedRuns(sample: Sample) async throws {
        let tenant = try await TestSite.shared().makeTenant()
        let admin = try await tenant.api(as: .admin)
        let hostile = JSONValue.string(Self.hostile)
        let fields: JSONObject = ["tags": ["<script>alert('tag')</script>"], "addresses": [["street": hostile, "city": hostile]]]
        let record = try await admin.create(sample.path, sample.named(Self.hostile, fields))
        _ = try await admin.patch("/api/v1/\(sample.path)/\(record.id)", [sample.path == "contacts" ? "source" : "industry": hostile])
        let link: JSONObject = sample.path == "contacts" ? [:] : ["parent_id": .string(record.id)]
        let child = try await admin.create(sample.path, sample.named("Child", link))

        let browser = try await tenant.browser(as: .admin)
        let path = "/\(sample.path)"
        let search = Self.hostile.escaped
        for page in [
            "/", path, "\(path)/\(record.id)", "\(path)/\(record.id)/edit", "\(path)/\(child.id)", "\(path)/\(child.id)/edit",
            "\(path)?q=\(search)", "/search?q=\(search)", "\(path)?filter[\(sample.nameField)][eq]=\(search)",
            "\(path)?field=\(sample.nameField)&op=contains&value=\(search)", "\(path)/new?\(sample.nameField)=\(search)",
            "\(path)?adding=\(search)", "\(path)?columns=\(search)", "\(path)?sort=\(search)",
        ] {
            let answer = try await browser.get(page)
            #expect(!answer.text.contains("<script>alert") && !answer.text.contains("&amp;<b>"), "\(page)")
        }
        #expect(try await browser.get("\(path)/\(record.id)/edit").forms.contains { $0.fields[sample.nameField] == Self.hostile })
        let deleted = try await browser.submit("\(path)/\(record.id)/deletion", from: "\(path)/\(record.id)")
        #expect(deleted.status == 303)
        #expect(try await !browser.get(path).text.contains("<script>alert"), "the message that it was deleted")
    }

    @Test func pagesForbidScriptsOfTheirOwnMaking() async throws {
        let browser = try await SharedTenant.get().browser(as: .viewer)
        let page = try await browser.get("/contacts")
        let policy = try #require(page.header("Content-Security-Policy"))
        #expect(!policy.contains("unsafe-inline") && !policy.contains("unsafe-eval") && policy.contains("default-src"))
        #expect(page.header("X-Content-Type-Options") == "nosniff")
        #expect(page.text.firstMatch(of: #/ style="| on[a-z]+="|<script>(?!<)/#) == nil)
    }
}
