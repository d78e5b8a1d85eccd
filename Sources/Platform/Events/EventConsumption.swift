import Foundation
import Postgres

/// Tells all consumers what has happened in a tenant. Run by the job worker.
struct EventConsumption: Sendable {
    private let consumers: [EventConsumer]

    init(_ consumers: [EventConsumer]) {
        self.consumers = consumers
    }

    var nextDue: SQL { EventCursorQueries.nextDue(consumers) }

    /// One batch for each consumer; one that fails holds up nobody but itself.
    func run(in scope: TenantScope) async {
        do {
            try await scope.database.write(EventCursorQueries.register(consumers))
        } catch {
            return scope.logger.warning("events wait", metadata: ["error": "\(error)"])
        }
        for consumer in consumers where !Task.isCancelled { await run(consumer, in: scope) }
    }

    private func run(_ consumer: EventConsumer, in scope: TenantScope) async {
        do {
            try await scope.database.transaction { transaction in
                guard let row = try await transaction.query(EventCursorQueries.lock(consumer.name)).first else { return }
                let (number, id, _) = try row.decode((String, UUID, Int).self)
                let position = EventPosition(transaction: number, id: id)
                let events = try await transaction.query(EventCursorQueries.batch(after: position)).decode(StoredEvent.self)
                guard let last = events.last else {
                    try await transaction.execute(EventCursorQueries.rest(consumer.name))
                    return
                }
                try await consumer.take(events, transaction)
                let pause = events.count == EventCursorQueries.batch ? .zero : consumer.pause
                try await transaction.execute(EventCursorQueries.advance(consumer.name, to: last.position, pause: pause))
            }
        } catch is CancellationError {
            return
        } catch {
            scope.logger.error("events were not taken", metadata: ["consumer": "\(consumer.name)", "error": "\(error)"])
            _ = try? await scope.database.write(EventCursorQueries.fail(consumer.name, error: "\(error)"))
        }
    }
}
