import ArgumentParser
import Platform
import Web

struct MigratePlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Prints the SQL that is pending, what it locks, how big that is and how long it takes.",
        discussion: """
            Tenants at one version share one plan. A lock is held until the tenant's transaction ends. Sizes are in bytes, with indexes. \
            Exits 4 if anything must not be applied: what rewrites or locks a big table, what Citus forbids, what breaks builds that run.

            Example: console migrate plan
            """)

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let isRefused = try await ConsoleSession(options).withPlatform { platform in
            let status = SchemaStatus(platform)
            let groups = try await [status.platformGroup()] + status.tenantGroups()
            var lines: [PlannedStatement] = []
            var messages: [String] = []
            var refusals: [String] = []
            for group in groups {
                let reviewer = MigrationReviewer(platform)
                let review = try await reviewer.review(group)
                lines += review.steps.map { PlannedStatement(schema: group.name, step: $0) }
                refusals += review.refusals
                if let problem = group.problem { messages.append("\(group.example) is left alone: \(problem).") }
                // What does not even run in an empty schema has no time, and `apply` says why.
                if let estimate = try? await reviewer.estimate(group) { messages.append("\(group.name): \(estimate.sentence)") }
            }
            options.show(Report(lines, Self.fields))
            for message in messages + refusals.map({ "Refused: \($0)" }) { StandardStreams.say(message) }
            if groups.allSatisfy(\.isCurrent) { StandardStreams.say("Nothing is pending.") }
            return !refusals.isEmpty
        }
        if isRefused { throw ExitStatus.refused }
    }

    private static var fields: [Report.Field<PlannedStatement>] {
        [
            .init("schema") { .string($0.schema) }, .init("migration") { .string($0.step.migration) },
            .init("lock") { .string($0.step.lock.description) }, .init("effect") { .string($0.step.lock.effect) },
            .init("table") { .optional($0.step.table) }, .init("largest_bytes") { .number($0.step.largest) },
            .init("total_bytes") { .number($0.step.total) },
            .init("refused") { .array($0.step.flaws.map { .string($0.rawValue) }) }, .init("statement") { .string($0.step.statement) },
        ]
    }
}

/// One line of the plan.
private struct PlannedStatement {
    let schema: String
    let step: MigrationReview.Step
}

extension SchemaStatus.Group {
    fileprivate var name: String {
        tenants.map { $0 == 1 ? example : "\($0) tenants like \(example)" } ?? "platform"
    }
}

extension MigrationEstimate {
    fileprivate var sentence: String {
        "about \((seconds * 10).rounded(.up) / 10) s with one worker, going by \(basis)."
    }
}
