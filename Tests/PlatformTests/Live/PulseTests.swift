import Foundation
import Platform
import Postgres
import Support
import Synchronization
import Testing

@testable import Platform

struct PulseTests {
    @Test func serversHearWhatAnyOfThemHasChangedOnceItIsCommitted() async throws {
        let one = try await TestPlatform(features: [Fleet.feature()])
        let other = try await TestPlatform(features: [Fleet.feature()], database: one.administrator)
        let tenant = try await one.makeTenant()
        let streams = try [one, other].map { try #require($0.platform.live.open(tenantID: tenant.id, sessionID: UUID(), since: nil)) }
        await #expect(throws: Failed.self) {
            try await one.database(of: tenant).transaction { transaction in
                transaction.willChange(["ghost"])
                throw Failed("changed my mind")
            }
        }
        try await eventually {
            // Again and again: a server that has only just started may not listen yet.
            try await one.database(of: tenant).transaction {
                try await $0.record(Event("note.created", recordType: "note", recordID: UUID()))
            }
            return streams.allSatisfy(\.hasNews)
        }
        for stream in streams {
            guard case .changed(let topics) = await stream.next() else { throw Failed("no change was told") }
            #expect(topics.keys.sorted() == ["note"])
        }
        await other.stop()
        await one.stop()
    }

    @Test func whatCouldNotBeToldIsToldLater() async throws {
        let pulse = Pulse()
        let (tenant, told) = (UUID(), Told())
        let running = Task { await pulse.run { try told.hear($0) } }
        try await eventually {
            pulse.note(tenant, ["contact"], at: 1)
            return told.attempts > 0
        }
        try await eventually { told.changes[tenant] == ["contact": 1] }
        running.cancel()
        await running.value
        pulse.note(tenant, ["late"], at: 2)
        #expect(told.changes[tenant] == ["contact": 1], "nobody is left to tell it")
    }

    /// Fails the first time.
    private final class Told: Sendable {
        private let state = Mutex<(attempts: Int, changes: Pulse.Changes)>((0, [:]))
        var attempts: Int { state.withLock { $0.attempts } }
        var changes: Pulse.Changes { state.withLock { $0.changes } }

        func hear(_ changes: Pulse.Changes) throws {
            try state.withLock { state in
                state.attempts += 1
                if state.attempts == 1 { throw Failed("the database is away") }
                state.changes.merge(changes) { $1 }
            }
        }
    }
}
