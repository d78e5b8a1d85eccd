import Foundation
import Postgres
import Testing

@Suite struct ListenTests {
    @Test func notificationsArrive() async throws {
        try await withDatabase { client, _ async throws in
            var events = client.listen(to: ["news", "odd \"name\""]).makeAsyncIterator()
            #expect(await events.next() == .connected)
            _ = try await client.perform(plain, ["select pg_notify('news', \("first"))", "notify news"])
            _ = try await client.perform(plain, "select pg_notify('odd \"name\"', '')")
            _ = try await client.perform(plain, "select pg_notify('elsewhere', '')")
            _ = try await client.perform(plain, "notify news, 'last'")
            #expect(await events.next() == .notification(channel: "news", payload: "first"))
            #expect(await events.next() == .notification(channel: "news", payload: ""))
            #expect(await events.next() == .notification(channel: "odd \"name\"", payload: ""))
            #expect(await events.next() == .notification(channel: "news", payload: "last"))
        }
    }

    @Test func aLostListenerComesBackAndSaysSo() async throws {
        try await withDatabase { client, _ async throws in
            var events = client.listen(to: ["news"]).makeAsyncIterator()
            for round in 1...3 {
                #expect(await events.next() == .connected)
                _ = try await client.perform(plain, "select pg_notify('news', \(String(round)))")
                #expect(await events.next() == .notification(channel: "news", payload: String(round)))
                _ = try await client.perform(
                    plain, "select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen \"news\"'")
            }
            #expect(await events.next() == .connected)
        }
    }

    @Test func aStreamThatIsNoLongerReadIsClosed() async throws {
        try await withDatabase { client, _ async throws in
            let task = Task {
                for await _ in client.listen(to: ["news"]) {}
            }
            let listeners: SQL = "select count(*) from pg_stat_activity where query = 'listen \"news\"'"
            func count() async throws -> Int? { try await client.perform(plain, listeners).first?.decode(Int.self) }
            #expect(try await eventually { try await count() == 1 })
            task.cancel()
            #expect(try await eventually { try await count() == 0 })
        }
    }
}
