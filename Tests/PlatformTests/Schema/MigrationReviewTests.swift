import Platform
import Support
import Testing

@testable import Platform

struct MigrationReviewTests {
    private static let index = Migration("notes/002", ["create index notes_text on notes (text)"])

    @Test func indexOnABigTableIsRefusedAndOnASmallOneNot() async throws {
        let (old, new) = try await builds()
        let group = try await behind(new)
        let small = try await MigrationReviewer(new.owner).review(group)
        #expect(small.refusals.isEmpty && small.steps.map(\.table) == ["notes"] && small.steps[0].lock == .share)
        #expect(small.steps[0].largest > 0 && small.steps[0].total >= small.steps[0].largest)
        let big = try await MigrationReviewer(new.owner, bigTable: 1).review(group)
        #expect(big.steps[0].flaws == [.lockingIndex] && big.refusals.count == 1)
        await old.stop()
        await new.stop()
    }

    @Test func estimateRestsOnTheLedgersOfThoseThatHaveItAlready() async throws {
        let (old, new) = try await builds()
        let guess = try await MigrationReviewer(new.owner).estimate(behind(new))
        #expect(guess?.basis == "a try on an empty schema")
        _ = try await new.makeTenant()
        let measured = try await MigrationReviewer(new.owner).estimate(behind(new))
        #expect(measured?.basis == "the ledgers of 1 tenants" && (0..<60).contains(measured?.seconds ?? -1))
        await old.stop()
        await new.stop()
    }

    /// The same database as two builds see it, with a tenant that the first has made.
    private func builds() async throws -> (old: TestPlatform, new: TestPlatform) {
        let old = try await TestPlatform(features: [Fleet.feature()])
        _ = try await old.makeTenant()
        return (old, try await TestPlatform(features: [Fleet.feature([Fleet.notes, Self.index])], database: old.administrator))
    }

    private func behind(_ new: TestPlatform) async throws -> SchemaStatus.Group {
        try #require(try await SchemaStatus(new.owner).tenantGroups().first { !$0.isCurrent })
    }
}
