import Foundation
import Postgres
import Support
import Testing
import Web

@testable import Platform
@testable import Simulators

/// Mail as jobs send it: through Resend's stand-in.
@Suite struct MailJobTests {
    private let resend = ResendSimulator()

    private func withSite(
        key: String = "re_test", _ body: (TestPlatform, Tenant) async throws -> Void
    ) async throws {
        let service = try await TestService(buildSimulators(ServerSettings(), resend: resend))
        let site = try await TestPlatform(
            features: [Fleet.feature()],
            environment: ["RESEND_API_KEY": key, "RESEND_API_BASE": "http://127.0.0.1:\(service.port)/resend"])
        try await body(site, try await site.makeTenant())
        await site.stop()
    }

    private func enqueue(_ mail: SendMail, _ site: TestPlatform, _ tenant: Tenant) async throws {
        try await site.database(of: tenant).transaction { try await $0.enqueue(mail) }
    }

    private func state(_ site: TestPlatform, _ tenant: Tenant) async throws -> String {
        try await site.database(of: tenant).read("select state || attempts from jobs where kind = 'mail.send'").first?.decode(String.self)
            ?? ""
    }

    @Test func jobThatRunsTwiceSendsOnce() async throws {
        try await withSite { site, tenant in
            let mail = SendMail(
                to: try EmailAddress("ann@acme.example"), subject: "Hello", text: "Hi", inReplyTo: "1@acme.example",
                references: ["0@acme.example"])
            try await enqueue(mail, site, tenant)
            try await eventually { try await state(site, tenant) == "done1" }
            // As if the server had died after sending and before writing it down.
            try await site.database(of: tenant).write("update jobs set state = 'waiting', run_at = now() where kind = 'mail.send'")
            try await site.owner.client.perform(UnitSettings(), "update platform.tenants set next_job_at = now() where id = \(tenant.id)")
            let again: SQL = "select 1 from jobs where kind = 'mail.send' and attempts = 2 and state = 'done'"
            try await eventually { try await site.database(of: tenant).read(again).count == 1 }
            let sent = resend.mails
            #expect(sent.count == 1 && sent.first?.subject == "Hello")
            let references = sent.first?.headers.first { $0.name == "References" }?.value
            #expect(references == "<0@acme.example> <1@acme.example>")
        }
    }

    @Test func refusedMailIsGivenUpAtOnce() async throws {
        try await withSite { site, tenant in
            let mail = SendMail(to: try EmailAddress("ann@acme.example"), subject: "Hello", text: "Hi", headers: ["Subject": "twice"])
            try await enqueue(mail, site, tenant)
            try await eventually { try await state(site, tenant) == "dead1" }
        }
    }

    @Test func mailThatCannotGoNowWaits() async throws {
        try await withSite(key: "re_broken") { site, tenant in
            try await enqueue(SendMail(to: try EmailAddress("ann@acme.example"), subject: "Hello", text: "Hi"), site, tenant)
            try await eventually { try await state(site, tenant) == "waiting1" }
        }
    }
}
