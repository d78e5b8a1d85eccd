import ArgumentParser
import Platform

struct MigrateStatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Says which schemas are behind; exits 7 if any is.",
        discussion: "Example: console migrate status -o json")

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let isCurrent = try await ConsoleSession(options).withPlatform { platform in
            let status = SchemaStatus(platform)
            let groups = try await [status.platformGroup()] + status.tenantGroups()
            options.show(Report(groups, Self.fields))
            return groups.allSatisfy(\.isCurrent)
        }
        if !isCurrent { throw ExitStatus.foundProblems }
    }

    private static var fields: [Report.Field<SchemaStatus.Group>] {
        [
            .init("schema") { .string($0.tenants == nil ? "platform" : "tenant") }, .init("version") { .string($0.version) },
            .init("state") { .string($0.isCurrent ? "current" : $0.problem == nil ? "behind" : "blocked") },
            .init("tenants") { $0.tenants.map { .number($0) } ?? .null }, .init("pending") { .number($0.pending.count) },
            .init("failed") { .number($0.failed) }, .init("served") { .bool($0.isServed) }, .init("example") { .string($0.example) },
            .init("problem") { .optional($0.problem) },
        ]
    }
}
