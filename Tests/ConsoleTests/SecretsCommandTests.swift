import Foundation
import Support
import Testing

@testable import Platform

@Suite struct SecretsCommandTests {
    private static let oldKey = "the key of last year that is long enough"
    private static let newKey = "the key of this year that is long enough"

    @Test func replacedKeyIsNoticedRotatedAndDropped() async throws {
        let fleet = try await TestFleet.installed("acme", "globex")
        let (old, both, new) = (
            try await TestFleet(fleet.database, environment: ["SECRET_KEY": Self.oldKey]),
            try await TestFleet(fleet.database, environment: ["SECRET_KEY": "\(Self.newKey),\(Self.oldKey)"]),
            try await TestFleet(fleet.database, environment: ["SECRET_KEY": Self.newKey])
        )
        for slug in ["acme", "globex"] {
            try await old.withPlatform { platform in
                let tenant = try #require(try await platform.directory.tenant(slug: slug))
                try await platform.scope(for: tenant, cause: .console).secrets.set("smtp", to: "hunter2")
            }
        }
        #expect(try await both.secretsFinding().state == "warn")
        #expect(try await new.secretsFinding().state == "fail")

        let planned = try await both.run("secrets", "rotate", "--dry-run", "-o", "json")
        #expect(
            planned.status == 0 && planned.data.compactMap { $0["target"]?.string }.sorted() == ["secrets of acme", "secrets of globex"])
        #expect(try await both.secretsFinding().state == "warn", "a dry run changes nothing")

        let rotated = try await both.run("secrets", "rotate", "--reason", "yearly")
        #expect(rotated.status == 0 && rotated.messages.contains("2 encrypted anew"))
        #expect(try await new.secretsFinding() == ("ok", "encrypted with the newest key: 2"))
        #expect(try await fleet.count("select count(*) from platform.operator_audit where command = 'secrets rotate'") == 2)
    }
}

extension TestFleet {
    fileprivate func secretsFinding() async throws -> (state: String?, detail: String?) {
        let finding = try await run("doctor", "-o", "json").data.first { $0["check"]?.string == "secrets" }
        return (finding?["state"]?.string, finding?["detail"]?.string)
    }
}
