import ArgumentParser
import Foundation
import Platform

/// The operators' console: the fleet of tenants, their schemas and people, from a terminal or a script.
@main
struct ConsoleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "console",
        abstract: "Runs the fleet: tenants, migrations, people, health.",
        discussion: """
            Data goes to standard output, messages to standard error. Exit codes: 0 done, 1 error, 2 usage, 3 not found, \
            4 refused or unconfirmed, 5 conflict, 6 partly failed, 7 pending or drift found, 75 try later.

            The database is found as the server finds it: DATABASE_URL, DATABASE_OWNER_URL, SECRET_KEY.
            Shell completion: console --generate-completion-script bash (zsh, fish).

            Example: console tenant list -o csv
            """,
        version: Build.version,
        subcommands: [
            TenantCommand.self, MigrateCommand.self, DriftCommand.self, StatsCommand.self, PoolCommand.self, UserCommand.self,
            JobCommand.self, IndexCommand.self, AuditCommand.self, SecretsCommand.self, DoctorCommand.self,
        ])

    static func main() async {
        Foundation.exit(await run(Array(CommandLine.arguments.dropFirst())).rawValue)
    }

    /// Runs one command line and says how it ended.
    private static func run(_ arguments: [String]) async -> ExitStatus {
        do {
            var command = try await asyncParseAsRoot(arguments)
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            return .done
        } catch let status as ExitStatus {
            return status
        } catch {
            return end(error)
        }
    }

    /// Help and version end a run by an error too, as do wrong arguments; the rest is what a command has thrown.
    private static func end(_ error: any Error) -> ExitStatus {
        switch exitCode(for: error) {
        case .success:
            StandardStreams.show(fullMessage(for: error))
            return .done
        case .validationFailure:
            StandardStreams.say(fullMessage(for: error))
            return .usage
        default:
            let complaint = Complaint(error)
            StandardStreams.say("console: \(complaint.sentence)")
            return complaint.status
        }
    }
}
