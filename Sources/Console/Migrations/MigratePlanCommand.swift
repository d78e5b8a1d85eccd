import ArgumentParser
import Platform
import Web

struct MigratePlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Prints the SQL that is pending, and the lock each statement takes.",
        discussion: """
            Tenants at one version share one plan. A lock is held until the tenant's transaction ends, within a second as a rule.

            Example: console migrate plan
            """)

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        try await ConsoleSession(options).withPlatform { platform in
            let status = SchemaStatus(platform)
            let groups = try await [status.platformGroup()] + status.tenantGroups()
            options.show(Report(groups.flatMap(PlannedStatement.all), Self.fields))
            for group in groups {
                if let problem = group.problem { StandardStreams.say("\(group.example) is left alone: \(problem).") }
            }
            if groups.allSatisfy(\.isCurrent) { StandardStreams.say("Nothing is pending.") }
        }
    }

    private static var fields: [Report.Field<PlannedStatement>] {
        [
            .init("schema") { .string($0.schema) }, .init("migration") { .string($0.migration) },
            .init("lock") { .string($0.lock.description) },
            .init("effect") { .string($0.lock.effect) }, .init("statement") { .string($0.text) },
        ]
    }
}

/// One line of the plan.
private struct PlannedStatement {
    let schema: String
    let migration: String
    let text: String
    var lock: LockMode { StatementLock(text).mode }

    static func all(of group: SchemaStatus.Group) -> [PlannedStatement] {
        let schema = group.tenants.map { $0 == 1 ? group.example : "\($0) tenants like \(group.example)" } ?? "platform"
        return group.pending.flatMap { migration in
            migration.statements.map { PlannedStatement(schema: schema, migration: migration.id, text: $0) }
        }
    }
}
