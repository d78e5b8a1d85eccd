import Foundation
import Platform
import Postgres
import Support
import Testing
import Web

@testable import Platform

struct EventTests {
    private let record = UUID()

    @Test func eventSaysWhatHappenedToWhatThroughWhom() async throws {
        let site = try await Fleet.shared()
        let tenant = try await site.makeTenant()
        let user = UUID()
        let scope = site.platform.scope(for: tenant, actor: Actor(userID: user, cause: .api, requestID: "r-7"), requestID: "r-7")
        try await scope.database.transaction { transaction in
            try await transaction.record(
                Event(
                    "note.updated", recordType: "note", recordID: record, before: JSON(text: "{\"text\":\"a\"}"),
                    after: JSON(text: "{\"text\":\"b\"}")))
        }
        let rows = try await scope.database.read(
            """
            select kind, record_type, actor_id, cause, request_id, before->>'text', after->>'text' from events where record_id = \(record)
            """)
        let (kind, type, actor, cause, request, before, after) = try #require(rows.first)
            .decode((String, String, UUID, String, String, String, String).self)
        #expect([kind, type, cause, request, before, after] == ["note.updated", "note", "api", "r-7", "a", "b"] && actor == user)
    }

    @Test func eventExistsExactlyIfTheChangeDoes() async throws {
        let site = try await Fleet.shared()
        let tenant = try await site.makeTenant()
        let database = site.database(of: tenant)
        await #expect(throws: Failed.self) {
            try await database.transaction { transaction in
                try await transaction.execute("insert into notes (id, text) values (\(record), 'x')")
                try await transaction.record(Event("note.created", recordType: "note", recordID: record))
                throw Failed("no")
            }
        }
        await #expect(throws: PostgresError.self) {
            try await database.transaction { transaction in
                try await transaction.record(Event("note.created", recordType: "note", recordID: record))
                try await transaction.execute("insert into notes (id, text) values (\(record), null)")
            }
        }
        let counts = try await database.read(
            "select (select count(*) from notes) + (select count(*) from events where record_id = \(record))")
        #expect(try counts.first?.decode(Int.self) == 0)
    }

    @Test func manyEventsAreWrittenAtOnce() async throws {
        let site = try await Fleet.shared()
        let tenant = try await site.makeTenant()
        let database = site.database(of: tenant)
        let events = (0..<500).map { number in
            Event("note.created", recordType: "note", recordID: record, after: JSON(text: "{\"n\":\(number)}"))
        }
        let actor = Actor(userID: nil, cause: .import)
        try await database.write(events.insertion(by: actor, at: Date()))
        let rows = try await database.read(
            "select count(distinct id), sum((after->>'n')::int8)::int8 from events where record_id = \(record)")
        let (count, sum) = try #require(rows.first).decode((Int, Int).self)
        #expect(count == 500 && sum == 124_750)
    }
}
