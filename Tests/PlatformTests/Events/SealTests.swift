import Foundation
import Platform
import Postgres
import Support
import Testing

@testable import Platform

struct SealTests {
    @Test func aLogAsItWasWrittenVerifies() async throws {
        let (site, tenant) = try await place(events: 3)
        try await record(700, site, tenant)
        try await seal(703, site, tenant)
        let chain = try await EventLog(site.owner, of: tenant).verify()
        #expect(chain.problem == nil && chain.covered == 703 && chain.rows >= 2 && chain.head.count == 64)
    }

    @Test func aLogWithoutSealsVerifiesToo() async throws {
        let site = try await Fleet.shared()
        let chain = try await EventLog(site.owner, of: try await site.makeSuspendedTenant()).verify()
        #expect(chain.problem == nil && chain.covered == 0 && chain.head.isEmpty)
    }

    @Test func aChangeOfAnyColumnIsFound() async throws {
        let (site, tenant) = try await place(events: 3)
        let log = EventLog(site.owner, of: tenant)
        let columns = try await administer(
            "select column_name::text, data_type from information_schema.columns where table_schema = \(tenant.schema.description) and table_name = 'events'",
            site, tenant
        ).map { try $0.decode((String, String).self) }
        #expect(columns.count >= 15)
        for (column, type) in columns {
            let (name, other) = (SQLIdentifier(unchecked: column), other(type))
            let victim: SQL = "id = (select id from events order by id offset 1 limit 1)"
            let original = try await administer("select to_jsonb(e)::text, e.id from events e where \(victim)", site, tenant).first
            let (row, id) = try #require(original).decode((String, UUID).self)
            try await administer(
                "update events set \(name) = \(try #require(other, "no other value for \(type)")) where id = \(id)", site, tenant)
            #expect(try await log.verify().problem != nil, "\(column) was changed")
            // Back to what it was, to the bit.
            let whereNow: SQL = "id = \(column == "id" ? unlikelyID : id)"
            try await administer(
                "update events e set \(name) = r.\(name) from jsonb_populate_record(null::events, \(JSON(text: row))) r where e.\(whereNow)",
                site, tenant)
            #expect(try await log.verify().problem == nil, "\(column) is as it was")
        }
    }

    @Test func anEventTakenOutOrPutInIsFound() async throws {
        let (site, tenant) = try await place(events: 3)
        let log = EventLog(site.owner, of: tenant)
        try await administer("create table kept as select * from events order by id offset 1 limit 1", site, tenant)
        try await administer("delete from events where id in (select id from kept)", site, tenant)
        #expect(try await log.verify().problem != nil)
        try await administer("insert into events select * from kept", site, tenant)
        #expect(try await log.verify().problem == nil)
        try await administer("update kept set id = \(unlikelyID)", site, tenant)
        try await administer("insert into events select * from kept", site, tenant)
        #expect(try await log.verify().problem != nil)
    }

    @Test(arguments: [
        "hash = '\\x00'", "previous_hash = '\\x00'", "events = events + 1", "sealed_at = sealed_at + interval '1 second'",
        "number = number + 10",
    ])
    func aSealThatWasChangedIsFound(change: String) async throws {
        let (site, tenant) = try await place(events: 1)
        try await administer(.ddl("update event_seals set \(change)"), site, tenant)
        #expect(try await EventLog(site.owner, of: tenant).verify().problem != nil)
    }

    @Test func aSealThatWasTakenOutOfTheMiddleIsFound() async throws {
        let (site, tenant) = try await place(events: 1)
        for count in 2...3 {
            try await record(1, site, tenant)
            try await seal(count, site, tenant)
        }
        try await administer("delete from event_seals where number = 2", site, tenant)
        #expect(try await EventLog(site.owner, of: tenant).verify().problem != nil)
    }

    @Test func aCutOffEndIsFoundByAHeadThatWasKept() async throws {
        let (site, tenant) = try await place(events: 2)
        let log = EventLog(site.owner, of: tenant)
        let head = try await log.verify().kept
        try await record(1, site, tenant)
        try await seal(3, site, tenant)
        #expect(try await log.verify(against: head).problem == nil)
        try await administer("delete from event_seals", site, tenant)
        try await administer("delete from events", site, tenant)
        #expect(try await log.verify().problem == nil, "without the head nothing is left that could show it")
        #expect(try await log.verify(against: head).problem != nil)
    }

    @Test func whatIsErasedForPrivacyLeavesTheChainWhole() async throws {
        let (site, tenant) = try await place(events: 2)
        let (record, log) = (UUID(), EventLog(site.owner, of: tenant))
        try await site.database(of: tenant).transaction { transaction in
            for number in 0..<2 {
                try await transaction.record(
                    Event("note.updated", recordType: "note", recordID: record, after: JSON(text: "{\"phone\":\"555 0100 \(number)\"}")))
            }
        }
        try await seal(4, site, tenant)
        let logged = try await log.record("note", record.uuidString)
        #expect(logged.events == 2)
        #expect(try await log.erase(logged) == 2)
        #expect(try await log.verify().problem == nil)
        let left = try await administer(
            "select count(*) from events where after is not null or salt is null and erased_by is null", site, tenant)
        #expect(try left.first?.decode(Int.self) == 2, "the two of the others")
        try await seal(5, site, tenant)
        #expect(try await log.verify().problem == nil)
        #expect(try await log.record("note", record.uuidString).events == 0, "it is done")
        await #expect(throws: UnknownName.self) { try await log.record("note", UUID().uuidString) }
    }

    @Test func anEventEmptiedWithoutAWordIsFound() async throws {
        let (site, tenant) = try await place(events: 2)
        let forged: SQL = """
            update events e set erased_digest = \(EventSeal.payload), erased_by = \(unlikelyID), before = null, after = null, salt = null
            """
        try await administer(forged, site, tenant)
        #expect(try await EventLog(site.owner, of: tenant).verify().problem?.contains("2 events") == true)
    }

    @Test func notEvenTheTenantMayChangeItsSeals() async throws {
        let (site, tenant) = try await place(events: 1)
        for statement in ["update event_seals set events = 0", "delete from event_seals", "update events set after = null"] as [SQL] {
            await #expect { try await site.database(of: tenant).write(statement) } throws: { error in
                (error as? PostgresError)?.kind == .insufficientPrivilege
            }
        }
    }

    // MARK: Arranging

    private let unlikelyID = UUID(uuidString: "018f0000-0000-7000-8000-00000000abcd") ?? UUID()

    private func place(events: Int) async throws -> (TestPlatform, Tenant) {
        let site = try await Fleet.shared()
        let tenant = try await site.makeSuspendedTenant()
        try await record(events, site, tenant)
        try await seal(events, site, tenant)
        return (site, tenant)
    }

    private func record(_ count: Int, _ site: TestPlatform, _ tenant: Tenant) async throws {
        let events = (0..<count).map { Event("note.created", recordType: "note", recordID: UUID(), after: JSON(text: "{\"n\":\($0)}")) }
        try await site.database(of: tenant).write(events.insertion(by: Actor(userID: UUID(), cause: .api, requestID: "r-1"), at: Date()))
    }

    /// Until so many events are sealed.
    private func seal(_ count: Int, _ site: TestPlatform, _ tenant: Tenant) async throws {
        let consumption = EventConsumption([EventSeal.consumer])
        try await eventually {
            try await site.database(of: tenant).write("update event_cursors set due_at = now()")
            await consumption.run(in: site.platform.scope(for: tenant, cause: .job))
            return try await site.database(of: tenant).read("select coalesce(sum(events), 0)::int8 from event_seals").first?.decode(
                Int.self) == count
        }
    }

    /// As somebody who has got hold of the owner's login.
    @discardableResult
    private func administer(_ statement: SQL, _ site: TestPlatform, _ tenant: Tenant) async throws -> Rows {
        try await site.owner.client.perform(UnitSettings(searchPath: tenant.schema.searchPath), statement)
    }

    /// Some value that no event has there.
    private func other(_ type: String) -> SQL? {
        switch type {
        case "uuid": "\(unlikelyID)"
        case "text": "'other'"
        case "jsonb": "'{\"other\": true}'::jsonb"
        case "timestamp with time zone": "'2001-01-01'::timestamptz"
        case "xid8": "'3'::xid8"
        case "bytea": "'\\x01'::bytea"
        default: nil
        }
    }
}
