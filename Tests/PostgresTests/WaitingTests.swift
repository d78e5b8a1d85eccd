import Postgres
import Testing

@Suite struct WaitingTests {
    /// Holds every connection of a client until `body` is over.
    private func holding(_ client: PostgresClient, _ count: Int, _ body: () async throws -> Void) async throws {
        let (stream, done) = AsyncStream<Void>.makeStream()
        let holder = Task {
            try await client.transaction(plain) { transaction in
                try await transaction.execute("select 1")
                for await _ in stream {}
            }
        }
        #expect(try await eventually { client.metrics.leases == count })
        defer { done.finish() }
        try await body()
        done.finish()
        try await holder.value
    }

    @Test func aFullQueueRefusesAtOnce() async throws {
        try await withDatabase({ ($0.connections, $0.queueLimit) = (1, 2) }) { client, _ in
            try await holding(client, 1) { () async throws in
                let tasks = (1...2).map { number in Task { try await client.perform(plain, "select \(number)") } }
                #expect(try await eventually { client.metrics.waiting == 2 })
                let error = try await errorOf { try await client.perform(plain, "select 3") }
                #expect(error.kind == .poolExhausted)
                #expect(error.isTransient)
                let inTransaction = try await errorOf { try await client.transaction(plain) { try await $0.query("select 4") } }
                #expect(inTransaction.kind == .poolExhausted)
                tasks.forEach { $0.cancel() }
            }
        }
    }

    @Test func waitingEndsAfterTheLeaseTimeout() async throws {
        try await withDatabase({ ($0.connections, $0.leaseTimeout) = (1, .milliseconds(200)) }) { client, _ in
            try await holding(client, 1) { () async throws in
                let start = ContinuousClock.now
                let error = try await errorOf { try await client.perform(plain, "select 1") }
                #expect(error.kind == .leaseTimeout)
                #expect(error.isTransient)
                #expect(start.duration(to: .now) < .seconds(2))
                let inTransaction = try await errorOf { try await client.transaction(plain) { try await $0.query("select 1") } }
                #expect(inTransaction.kind == .leaseTimeout)
            }
            #expect(try await client.perform(plain, "select 1").count == 1)
        }
    }

    @Test func waitingEndsAtTheDeadline() async throws {
        try await withDatabase({ $0.connections = 1 }) { client, _ in
            try await holding(client, 1) { () async throws in
                let unit = UnitSettings(deadline: .now + .milliseconds(150))
                #expect(try await errorOf { try await client.perform(unit, "select 1") }.kind == .leaseTimeout)
            }
        }
    }

    @Test func cancellingAWaitingTaskTakesItOutOfTheQueue() async throws {
        try await withDatabase({ $0.connections = 1 }) { client, _ in
            try await holding(client, 1) { () async throws in
                let task = Task { try await client.perform(plain, "select 1") }
                #expect(try await eventually { client.metrics.waiting == 1 })
                task.cancel()
                await #expect(throws: CancellationError.self) { try await task.value }
                #expect(try await eventually { client.metrics.waiting == 0 })
            }
        }
    }

    @Test func unitsBeforeRunWait() async throws {
        try await withDatabase { _, database in
            let client = database.client
            let early = Task { try await client.perform(plain, "select 1").count }
            try await Task.sleep(for: .milliseconds(50))
            let count = try await running(client) { try await early.value }
            #expect(count == 1)
        }
    }

    @Test func shutdownLetsWorkFinishAndRefusesMore() async throws {
        try await withDatabase { _, database in
            let client = database.client
            let pool = Task { await client.run() }
            let slow = Task { try await client.perform(plain, "select pg_sleep(0.3)").count }
            let isRunning = try await eventually { client.metrics.leases == 1 }
            #expect(isRunning)
            pool.cancel()
            #expect(try await slow.value == 1)
            await pool.value
            #expect(try await errorOf { try await client.perform(plain, "select 1") }.kind == .closed)
            var events = 0
            for await _ in client.listen(to: ["news"]) { events += 1 }
            #expect(events == 0)
        }
    }

    @Test func shutdownLetsTransactionsGoOnToTheirEnd() async throws {
        try await withDatabase { _, database in
            let client = database.client
            let pool = Task { await client.run() }
            let (stream, go) = AsyncStream<Void>.makeStream()
            let task = Task {
                try await client.transaction(plain) { transaction in
                    try await transaction.execute("create table t (id int8)")
                    for await _ in stream {}
                    return try await transaction.execute("insert into t values (1), (2)")
                }
            }
            let isRunning = try await eventually { client.metrics.leases == 1 }
            #expect(isRunning)
            pool.cancel()
            #expect(try await errorOf { try await client.perform(plain, "select 1") }.kind == .closed)
            let late = try await errorOf { try await client.transaction(plain) { try await $0.query("select 1") } }
            #expect(late.kind == .closed)
            go.finish()
            #expect(try await task.value == 2)
            await pool.value
            let other = database.client
            let rows = try await running(other) { try await other.perform(plain, "select * from t").count }
            #expect(rows == 2)
        }
    }

    @Test func manyUnitsShareFewConnections() async throws {
        try await withDatabase({ $0.connections = 4 }) { client, _ in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for worker in 0..<64 {
                    group.addTask {
                        for number in 0..<50 {
                            let unit = UnitSettings(searchPath: "s\(worker % 5)")
                            let rows = try await client.perform(unit, "select \(worker), \(number), \(String(number))")
                            let seen = try #require(try rows.first?.decode((Int, Int, String).self))
                            #expect(seen == (worker, number, String(number)))
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(client.metrics.statements == 3200)
            #expect(try await eventually { client.metrics.idle == 4 })
        }
    }
}
