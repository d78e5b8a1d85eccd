import Foundation
import Hummingbird
import Platform
import Postgres
import Web

/// The log as a CSV file, read in pages while it is sent.
struct EventExport: Sendable {
    let filter: EventFilter
    let scope: TenantScope

    private static let chunk = 1_000
    private static let header = [
        "Id", "At", "Actor id", "Actor", "On behalf of", "Cause", "Kind", "Record type", "Record id", "Batch id", "Request id", "Before",
        "After", "Sealed",
    ]

    /// Notes the export in the log before the first byte leaves.
    func response() async throws -> Response {
        try await scope.database.transaction { transaction in
            try await transaction.record(Event("event.exported", recordType: "event", recordID: scope.viewer.userID ?? scope.tenant.id))
        }
        return .csvStream(filename: "audit.csv", Pieces(filter: filter, scope: scope))
    }

    private struct Pieces: AsyncSequence, Sendable {
        let filter: EventFilter
        let scope: TenantScope

        func makeAsyncIterator() -> Iterator { Iterator(filter: filter, scope: scope) }

        struct Iterator: AsyncIteratorProtocol {
            let filter: EventFilter
            let scope: TenantScope
            private var place: LogPlace?
            private var isFirst = true
            private var isFinished = false

            init(filter: EventFilter, scope: TenantScope) {
                (self.filter, self.scope) = (filter, scope)
            }

            mutating func next() async throws -> [UInt8]? {
                if isFinished { return nil }
                let page = try await EventPage.load(filter, after: place, limit: EventExport.chunk, in: scope)
                var writer = CSVWriter()
                if isFirst { writer.append(record: EventExport.header) }
                for event in page.events { writer.append(record: EventExport.cells(event, scope.viewer)) }
                (place, isFirst, isFinished) = (page.next, false, page.next == nil)
                return writer.take()
            }
        }
    }

    private static func cells(_ event: LoggedEvent, _ viewer: Viewer) -> [String] {
        let changes = event.changes(inLogOf: viewer)
        let (before, after) = (text(changes.map { ($0.name, $0.before) }), text(changes.map { ($0.name, $0.after) }))
        let id = { (id: UUID?) in id?.text ?? "" }
        return [
            id(event.id), Instant.text(event.at), id(event.actorID), event.actor ?? "", event.onBehalfOf ?? "", event.cause, event.kind,
            event.recordType, id(event.recordID), id(event.batchID), event.requestID ?? "", before, after, event.isSealed ? "yes" : "no",
        ]
    }

    private static func text(_ members: [(String, JSONValue?)]) -> String {
        let known = members.compactMap { name, value in value.map { (name, $0) } }
        if known.isEmpty { return "" }
        let object = known.reduce(into: JSONObject()) { $0[$1.0] = $1.1 }
        return String(decoding: JSONValue.object(object).serialized, as: UTF8.self)
    }
}
