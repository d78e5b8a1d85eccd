import Foundation
import Platform
import Postgres
import Support
import Synchronization
import Testing

@testable import Platform

struct EventConsumerTests {
    @Test func everyEventIsHeardOnceAndInOrder() async throws {
        let (site, tenant) = try await quietPlace()
        let ear = Ear()
        let consumption = EventConsumption([ear.consumer])
        let records = (0..<1_200).map { _ in UUID() }
        for part in [records[..<500], records[500..<510], records[510...]] {
            try await record(Array(part), site, tenant)
            await consumption.run(in: scope(site, tenant))
        }
        try await hear(records.count, ear, consumption, site, tenant)
        await listen(consumption, site, tenant)
        #expect(ear.heard == records)
    }

    @Test func nobodyIsToldWhatLiesBehindATransactionThatStillRuns() async throws {
        let (site, tenant) = try await quietPlace()
        let (ear, slow, quick) = (Ear(), UUID(), UUID())
        let consumption = EventConsumption([ear.consumer])
        try await site.database(of: tenant).transaction { transaction in
            try await transaction.record(Event("note.created", recordType: "note", recordID: slow))
            try await record([quick], site, tenant)
            for _ in 0..<3 { await listen(consumption, site, tenant) }
            #expect(ear.heard.isEmpty, "the later transaction has committed first")
        }
        try await hear(2, ear, consumption, site, tenant)
        #expect(ear.heard == [slow, quick])
    }

    @Test func aConsumerThatFailsHearsTheSameAgainAndHoldsUpNobody() async throws {
        let (site, tenant) = try await quietPlace()
        let (broken, sound, records) = (Ear(failures: 2), Ear(), [UUID(), UUID()])
        let consumption = EventConsumption([broken.consumer, sound.consumer])
        try await record(records, site, tenant)
        try await hear(2, sound, consumption, site, tenant)
        let failures = "select failures from event_cursors where consumer = \(broken.name)" as SQL
        let error = "select last_error from event_cursors where consumer = \(broken.name)" as SQL
        try await eventually {
            await listen(consumption, site, tenant)
            return try await site.database(of: tenant).read(failures).first?.decode(Int.self) == 2
        }
        #expect(try await notes(of: broken, site, tenant) == 0, "what it wrote is not there")
        #expect(try await site.database(of: tenant).read(error).first?.decode(String.self) == "no")
        try await hear(2, broken, consumption, site, tenant)
        #expect(broken.heard == records && sound.heard == records)
        #expect(try await notes(of: broken, site, tenant) == 1)
    }

    @Test func aFailedConsumerWaitsLongerEachTime() async throws {
        let (site, tenant) = try await quietPlace()
        let database = site.database(of: tenant)
        try await database.write("insert into event_cursors (consumer) values ('slow')")
        for wait in [5, 10, 20, 40] {
            try await database.write(EventCursorQueries.fail("slow", error: "no"))
            let seconds = try await database.read("select extract(epoch from due_at - now())::float8 from event_cursors").first?.decode(
                Double.self)
            #expect((Double(wait) * 0.6...Double(wait)).contains(seconds ?? 0))
        }
        try await database.write("update event_cursors set failures = 1000")
        try await database.write(EventCursorQueries.fail("slow", error: "no"))
        #expect(try await database.read("select due_at - now() <= interval '1 hour' from event_cursors").first?.decode(Bool.self) == true)
    }

    @Test func aNewTenantIsHeardFromItsFirstEventAndAnOldOneFromNowOn() async throws {
        let (site, tenant) = try await quietPlace()
        let (first, later, historian) = (Ear(), Ear(), Ear(wantsHistory: true))
        let (past, present) = (UUID(), UUID())
        try await record([past], site, tenant)
        try await hear(1, first, EventConsumption([first.consumer]), site, tenant)
        let all = EventConsumption([first.consumer, later.consumer, historian.consumer])
        // A place is taken with the first visit, behind whatever had been committed by then.
        await listen(all, site, tenant)
        try await record([present], site, tenant)
        try await hear(1, later, all, site, tenant)
        try await hear(2, historian, all, site, tenant)
        #expect(first.heard == [past, present] && later.heard == [present] && historian.heard == [past, present])
    }

    @Test func workersTellConsumersWithinMoments() async throws {
        let ear = Ear()
        let feature = Feature(name: "notes", migrations: [Fleet.notes], consumers: [ear.consumer])
        let site = try await TestPlatform(features: [feature])
        let (tenant, record) = (try await site.makeTenant(), UUID())
        try await self.record([record], site, tenant)
        try await eventually { ear.heard == [record] }
        #expect(ear.tenants == [tenant.id])
        await site.stop()
    }

    @Test func eventsWhoseWakeUpWasLostAreFoundByTheSweep() async throws {
        let ear = Ear()
        let feature = Feature(name: "notes", migrations: [Fleet.notes], consumers: [ear.consumer])
        let site = try await TestPlatform(features: [feature])
        let (tenant, first, second) = (try await site.makeTenant(), UUID(), UUID())
        try await record([first], site, tenant)
        try await eventually { ear.heard == [first] }
        // Past the product, which would have announced it.
        let event = Event("note.created", recordType: "note", recordID: second)
        try await site.database(of: tenant).write(event.insertion(by: Actor(userID: nil, cause: .page), at: Date()))
        try await JobSweep(platform: site.platform, consumption: EventConsumption([ear.consumer])).sweep()
        try await eventually { ear.heard == [first, second] }
        await site.stop()
    }

    // MARK: Arranging

    private func quietPlace() async throws -> (TestPlatform, Tenant) {
        let site = try await Fleet.shared()
        return (site, try await site.makeSuspendedTenant())
    }

    private func scope(_ site: TestPlatform, _ tenant: Tenant) -> TenantScope { site.platform.scope(for: tenant, cause: .job) }

    private func record(_ records: [UUID], _ site: TestPlatform, _ tenant: Tenant) async throws {
        try await site.database(of: tenant).transaction { transaction in
            for id in records { try await transaction.record(Event("note.created", recordType: "note", recordID: id)) }
        }
    }

    private func notes(of ear: Ear, _ site: TestPlatform, _ tenant: Tenant) async throws -> Int {
        try await site.database(of: tenant).read("select count(*) from notes where text = \(ear.name)").first?.decode(Int.self) ?? -1
    }

    /// A visit, whatever pause the last one has left.
    private func listen(_ consumption: EventConsumption, _ site: TestPlatform, _ tenant: Tenant) async {
        _ = try? await site.database(of: tenant).write("update event_cursors set due_at = now()")
        await consumption.run(in: scope(site, tenant))
    }

    /// Until so much has been heard: other tests have transactions open, too.
    private func hear(
        _ count: Int, _ ear: Ear, _ consumption: EventConsumption, _ site: TestPlatform, _ tenant: Tenant
    ) async throws {
        try await eventually {
            await listen(consumption, site, tenant)
            return ear.heard.count >= count
        }
    }
}

/// A consumer that remembers what it was told, and writes a note for each batch.
private final class Ear: Sendable {
    let name = "ear \(UUID().uuidString)"
    private let wantsHistory: Bool
    private let state: Mutex<(failures: Int, heard: [UUID], tenants: Set<UUID>)>

    init(failures: Int = 0, wantsHistory: Bool = false) {
        self.wantsHistory = wantsHistory
        state = Mutex((failures, [], []))
    }

    var heard: [UUID] { state.withLock { $0.heard } }
    var tenants: Set<UUID> { state.withLock { $0.tenants } }

    var consumer: EventConsumer {
        EventConsumer(name, wantsHistory: wantsHistory) { [self] events, transaction in
            try await transaction.execute("insert into notes (id, text) values (gen_random_uuid(), \(name))")
            try state.withLock { state in
                if state.failures > 0 {
                    state.failures -= 1
                    throw Failed("no")
                }
                state.heard += events.map(\.recordID)
                state.tenants.insert(transaction.scope.tenant.id)
            }
        }
    }
}
