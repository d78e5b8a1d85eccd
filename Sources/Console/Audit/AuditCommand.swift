import ArgumentParser

struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "What was done: by operators, and in each tenant.", discussion: "Example: console audit verify",
        subcommands: [AuditVerifyCommand.self, AuditTailCommand.self, AuditSearchCommand.self, AuditEraseCommand.self])
}
