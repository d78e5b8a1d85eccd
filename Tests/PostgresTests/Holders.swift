import Postgres

/// Transactions that hold a connection each until they are told to end.
final class Holders: Sendable {
    private let begun: AsyncStream<Void>
    private let ends: [AsyncStream<Void>.Continuation]
    private let tasks: [Task<Int, any Error>]

    init(_ client: PostgresClient, _ unit: UnitSettings = plain, count: Int) {
        let (begun, beginning) = AsyncStream<Void>.makeStream()
        let streams = (0..<count).map { _ in AsyncStream<Void>.makeStream() }
        self.begun = begun
        ends = streams.map(\.continuation)
        tasks = streams.map { end in
            Task {
                try await client.transaction(unit) { transaction in
                    let backend = try await transaction.query("select pg_backend_pid()").first?.decode(Int.self)
                    beginning.yield()
                    for await _ in end.stream {}
                    return backend ?? 0
                }
            }
        }
    }

    /// Waits until each has its connection.
    func haveBegun() async {
        var missing = tasks.count
        for await _ in begun {
            missing -= 1
            if missing == 0 { return }
        }
    }

    func end(_ index: Int) {
        ends[index].finish()
    }

    /// Ends them all.
    /// - Returns: the server processes that they had.
    @discardableResult
    func end() async throws -> [Int] {
        ends.forEach { $0.finish() }
        var backends: [Int] = []
        for task in tasks { backends.append(try await task.value) }
        return backends
    }
}
