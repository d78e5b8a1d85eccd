import ArgumentParser
import Platform

struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "The operators' log.", discussion: "Example: console audit verify",
        subcommands: [AuditVerifyCommand.self])
}

struct AuditVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Checks that no row of the log was changed or taken out; exits 7 if one was.",
        discussion: "Example: console audit verify")

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let broken = try await ConsoleSession(options).withPlatform { platform in
            let broken = try await OperatorAudit(platform).firstBrokenRow()
            options.show(
                Report(record: [("state", broken == nil ? "ok" : "fail"), ("first_broken_row", broken.map { .number($0) } ?? .null)]))
            return broken
        }
        guard let broken else { return StandardStreams.say("Every row is sealed by the next.") }
        StandardStreams.say("Row \(broken) was changed, or a row before it was taken out.")
        throw ExitStatus.foundProblems
    }
}
