import ArgumentParser
import Foundation
import Platform
import Web

struct AuditSearchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search", abstract: "Looks through what happened in a tenant; the newest events that match.",
        discussion: """
            What was changed is not shown, since it may be personal: only the names of the fields.

            Example: console audit search acme --person rep@acme.test --kind contact.deleted --since 2026-11-01
            """)

    @Argument(help: "The tenant.")
    var tenant: String

    @Option(help: "Only events of this kind, such as contact.updated.")
    var kind: String?

    @Option(help: "Only records of this type, such as contact.")
    var type: String?

    @Option(help: "Only this record, by its id.")
    var record: String?

    @Option(help: "Only what this person did, or what was done for them, by e-mail address.")
    var person: String?

    @Option(help: "Only this import, bulk change or merge, by its id.")
    var batch: String?

    @Option(help: "Only what this request caused, by the id that errors and logs name.")
    var request: String?

    @Option(help: "Only from this day or moment on: 2026-11-01 or 2026-11-01T09:30:00Z.")
    var since: Moment?

    @Option(help: "Only before this day or moment.")
    var until: Moment?

    @Option(help: "At most so many.")
    var limit = 100

    @OptionGroup var options: GlobalOptions

    func validate() throws {
        if limit < 1 { throw ValidationError("--limit must be 1 or more.") }
        for (name, text) in [("record", record), ("batch", batch)] where text != nil && text.flatMap({ UUID(uuidString: $0) }) == nil {
            throw ValidationError("--\(name) is no id.")
        }
    }

    func run() async throws {
        try await ConsoleSession(options).withPlatform { platform in
            guard let full = try await platform.directory.tenant(slug: tenant) else { throw UnknownName("tenant", tenant) }
            let found = try await EventLog(platform, of: full).search(try await search(platform), limit: limit)
            options.show(Report(found, Self.fields))
        }
    }

    private func search(_ platform: Platform) async throws -> EventSearch {
        var search = EventSearch()
        (search.kind, search.recordType, search.requestID) = (kind, type, request)
        (search.recordID, search.batchID) = (record.flatMap { UUID(uuidString: $0) }, batch.flatMap { UUID(uuidString: $0) })
        (search.since, search.until) = (since?.date, until?.date)
        if let person { search.personID = try await TenantPeople(of: tenant, on: platform).administration.id(of: person) }
        return search
    }

    private static var fields: [Report.Field<FoundEvent>] {
        [
            .init("at") { .optional($0.at) }, .init("kind") { .string($0.kind) }, .init("record_type") { .string($0.recordType) },
            .init("record_id") { .id($0.recordID) }, .init("actor_id") { .id($0.actorID) }, .init("on_behalf_of") { .id($0.onBehalfOf) },
            .init("cause") { .string($0.cause) }, .init("request_id") { .optional($0.requestID) }, .init("batch_id") { .id($0.batchID) },
            .init("fields") { .string($0.fields.sorted().joined(separator: " ")) },
        ]
    }
}

/// A day, from its beginning in UTC, or a moment.
struct Moment: ExpressibleByArgument, Sendable {
    let date: Date

    init?(argument: String) {
        let text = argument.contains("T") ? argument : "\(argument)T00:00:00Z"
        guard let date = try? Date(text, strategy: .iso8601) else { return nil }
        self.date = date
    }
}

extension JSONValue {
    fileprivate static func id(_ id: UUID?) -> JSONValue { .optional(id?.text) }
}
