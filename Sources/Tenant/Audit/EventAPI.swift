import Foundation
import HTTPTypes
import Hummingbird
import Platform
import Web

/// The log for programs.
struct EventAPI: Sendable {
    let crm: CRM

    private static let schema = Schema.object([
        .required("id", .uuid), .required("at", .instant), .required("kind", Schema.string.example("contact.updated")),
        .required("record_type", .string), .required("record_id", .uuid), .required("actor_id", Schema.uuid.nullable()),
        .required("cause", .oneOf(Actor.Cause.allCases.map(\.rawValue))), .required("request_id", Schema.string.nullable()),
        .required("batch_id", Schema.uuid.nullable()),
        .required("before", Schema(["type": "object"]).nullable().described("What the changed fields were, as far as you see them.")),
        .required("after", Schema(["type": "object"]).nullable()), .required("erased", .boolean),
        .required("sealed", Schema.boolean.described("Whether it is part of the chain of seals.")),
    ])

    private static let parameters: [EndpointDescription.Parameter] = [
        .query("limit", .integer.range(1...200).with("default", 25), "How many events at most."),
        .query("cursor", .string, "Where to go on: `next_cursor` of the answer before, with the other parameters unchanged."),
        .query("record", .uuid, "Events of one record. Whoever is no admin has to give it."),
        .query("type", .string, "Of records of this type, such as `contact`."),
        .query("action", .string, "The last part of the kind, such as `updated`."), .query("actor", .uuid, "Who did it."),
        .query("cause", .oneOf(Actor.Cause.allCases.map(\.rawValue)), "Through what."), .query("batch", .uuid, "Of one batch or import."),
        .query("from", .date, "From this day on, in your time zone."), .query("until", .date, "Up to this day."),
        .query("id", .string, "The id of a record, an event, a batch or a request."),
    ]

    func register(on api: Endpoints<StaffContext>) {
        api.get(
            "/events", id: "events_list", summary: "What happened, the newest first", tag: "Events", parameters: Self.parameters,
            responds: .list(Self.schema), failures: [.forbidden], handler: list)
        api.post(
            "/events/{id}/reversal", id: "events_revert", summary: "Takes back one event", tag: "Events", parameters: [.idempotencyKey],
            responds: .accepted(BatchAPI.schema), failures: [.conflict], handler: revert)
    }

    @Sendable private func list(_ request: Request, _ context: StaffContext) async throws -> Response {
        let query = try APIQuery(request, allowing: EventFilter.parameters).strict()
        let filter = try EventFilter(query.others, timeZone: context.viewer.timeZone)
        let isOfSeenRecord = try await isOfSeenRecord(filter, context)
        let list = EventPage.list(context.tenant)
        let place = try LogPlace(cursor: query.cursor, of: list, crm.cursors)
        let (viewer, type) = (context.viewer, filter.recordType.flatMap { context.viewer.records.named($0) })
        let page = try await EventPage.load(filter, after: place, limit: query.limit, seenAs: type, in: context.scope)
        return .list(page.events, next: page.next?.cursor(of: list, crm.cursors), capacity: 16_384) { json, event in
            write(event, isOfSeenRecord ? event.changes(seenAs: type) : event.changes(inLogOf: viewer), to: &json)
        }
    }

    /// Whether what is asked for happened to one record that the caller sees. Admins read all else, too.
    private func isOfSeenRecord(_ filter: EventFilter, _ context: StaffContext) async throws -> Bool {
        let isAdmin = context.viewer.permissions.managesTenant
        guard let record = filter.record, let name = filter.recordType, let type = context.viewer.records.named(name) else {
            if isAdmin { return false }
            throw Failure.forbidden(reason: "Only admins read the whole log; name a record and its type.")
        }
        do {
            _ = try await RecordStore(type, in: context.scope).findAnywhere(record)
            return true
        } catch Failure.notFound where isAdmin {
            return false
        }
    }

    private func write(_ event: LoggedEvent, _ changes: [LoggedEvent.Change], to json: inout JSONWriter) {
        json.object { json in
            json.field("id", event.id)
            json.field("at", event.at)
            json.field("kind", event.kind)
            json.field("record_type", event.recordType)
            json.field("record_id", event.recordID)
            json.field("actor_id", event.actorID)
            json.field("cause", event.cause)
            json.field("request_id", event.requestID)
            json.field("batch_id", event.batchID)
            json.field("before") { write(event.before == nil ? nil : changes.map { ($0.name, $0.before) }, to: &$0) }
            json.field("after") { write(event.after == nil ? nil : changes.map { ($0.name, $0.after) }, to: &$0) }
            json.field("erased", event.isErased)
            json.field("sealed", event.isSealed)
        }
    }

    private func write(_ members: [(String, JSONValue?)]?, to json: inout JSONWriter) {
        guard let members else { return json.null() }
        json.object { json in
            for (name, value) in members {
                guard let value else { continue }
                json.name(dynamic: name)
                json.value(value)
            }
        }
    }

    @Sendable private func revert(_ request: Request, _ context: StaffContext) async throws -> Response {
        let id = try context.id()
        return try await Idempotency(context: context).once(withoutBody: request) { transaction in
            try await BatchAPI.accepted(try await Reversals(scope: context.scope).begin(ofEvent: id, in: transaction), in: transaction)
        }
    }
}
