import Support
import Testing
import Web

@testable import Tenant

/// The page that shows the API to people.
struct APIReferenceTests {
    @Test func pageShowsEveryEndpointToAnybodyInTheTenantsBrand() async throws {
        let tenant = try await SharedTenant.get()
        let page = try await tenant.guest.get("/api/docs")
        #expect(page.status == 200 && page.header("Content-Type") == "text/html; charset=utf-8")
        #expect(page.header("Content-Security-Policy")?.contains("script-src 'self'") == true)
        #expect(page.text.contains("\(tenant.tenant.brand.name) API") && page.text.contains("href=\"/brand/"))
        for endpoint in buildTenantApplication(tenant.site.crm).table.endpoints where endpoint.kind == .api {
            #expect(page.text.contains("id=\"\(endpoint.id)\""), "\(endpoint.path)")
        }
    }

    @Test func groupsParametersBodiesAnswersAndFailuresAreThere() async throws {
        let page = try await SharedTenant.get().guest.get("/api/docs").text
        for part in [
            "href=\"#contacts\"", "id=\"contacts\"", "Idempotency-Key", "If-Match", "next_cursor",
            "<b>412</b> This version is no longer current",
            "application/merge-patch+json", "&quot;last_name&quot;: &quot;Lovelace&quot;", "required", "curl -X POST",
        ] {
            #expect(page.contains(part), "\(part)")
        }
    }

    @Test func settingsLeadThere() async throws {
        let settings = try await SharedTenant.get().browser(as: .rep).get("/settings")
        #expect(settings.text.contains("href=\"/api/docs\""))
    }
}
