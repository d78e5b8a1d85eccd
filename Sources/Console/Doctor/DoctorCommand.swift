import ArgumentParser
import Platform
import Tenant

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Looks at everything the product stands on; exits 7 if anything fails.",
        discussion: "Example: console doctor")

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let session = try ConsoleSession(options)
        let findings = await Doctor(session.configuration, features: Features.platform, logger: session.logger).examine()
        options.show(Report(findings, Self.fields))
        let failures = findings.count { $0.level == .fail }
        if failures == 0 { return StandardStreams.say("All is well.") }
        StandardStreams.say(failures == 1 ? "One check failed." : "\(failures) checks failed.")
        throw ExitStatus.foundProblems
    }

    private static var fields: [Report.Field<Finding>] {
        [
            .init("check") { .string($0.check) }, .init("state") { .string($0.level.rawValue) }, .init("detail") { .string($0.detail) },
            .init("remedy") { .string($0.remedy) },
        ]
    }
}
