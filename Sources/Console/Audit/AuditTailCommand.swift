import ArgumentParser
import Platform

struct AuditTailCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tail", abstract: "The newest rows of the operators' log.",
        discussion: "Example: console audit tail --limit 50 --command \"tenant suspend\"")

    @Option(help: "At most so many.")
    var limit = 20

    @Option(name: .customLong("operator"), help: "Only what this person did.")
    var person: String?

    @Option(help: "Only this command, such as \"tenant suspend\".")
    var command: String?

    @OptionGroup var options: GlobalOptions

    func validate() throws {
        if limit < 1 { throw ValidationError("--limit must be 1 or more.") }
    }

    func run() async throws {
        try await ConsoleSession(options).withPlatform { platform in
            options.show(Report(try await OperatorAudit(platform).list(operator: person, command: command, limit: limit), Self.fields))
        }
    }

    private static var fields: [Report.Field<OperatorAudit.Row>] {
        [
            .init("number") { .number($0.number) }, .init("at") { .optional($0.at) }, .init("operator") { .string($0.operator) },
            .init("host") { .string($0.host) }, .init("command") { .string($0.command) },
            .init("arguments") { .string($0.arguments.joined(separator: " ")) }, .init("phase") { .string($0.phase) },
            .init("result") { .string($0.result) },
        ]
    }
}

struct AuditEraseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase", abstract: "Takes what was changed out of the events of one record, for privacy; that something was stays.",
        discussion: "Example: console audit erase acme contact 0198c5a2-7c1e-7f00-8a51-5b0f4d2c9e10 --confirm acme --reason \"request 17\"")

    @Argument(help: "The tenant.")
    var tenant: String

    @Argument(help: "The type of the record, such as contact.")
    var recordType: String

    @Argument(help: "The record's id.")
    var id: String

    @OptionGroup var confirmation: Confirmation
    @OptionGroup var change: ChangeOptions
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        try await ConsoleSession(options).withPlatform { platform in
            guard let full = try await platform.directory.tenant(slug: tenant) else { throw UnknownName("tenant", tenant) }
            let log = EventLog(platform, of: full)
            let record = try await log.record(recordType, id)
            let planned = PlannedChange(
                "erase", "\(recordType) \(id) of \(tenant)", "\(record.events) events lose what they say was changed")
            let erased = try await change.perform("audit erase", on: platform, [planned], options) {
                try confirmation.demand(tenant, options)
            } _: {
                try await log.erase(record)
            }
            if let erased { options.show(Report(record: [("erased_events", .number(erased))])) }
        }
    }
}
