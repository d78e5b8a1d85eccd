import ArgumentParser
import Platform

struct TenantSuspendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "suspend", abstract: "Turns people and clients away, except admins who export; nothing is lost.",
        discussion: """
            Many at once are confirmed by their number, which --dry-run shows.

            Example: console tenant suspend acme --confirm acme --reason "unpaid since May"
            Example: console tenant suspend --selector plan=trial,state=read_only --max-failures 3 --confirm 12
            """)

    @OptionGroup var choice: TenantChoice
    @OptionGroup var confirmation: Confirmation
    @OptionGroup var change: ChangeOptions
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        try await StateChange(.suspend, choice, change, options).run { try confirmation.demand($0, options) }
    }
}

struct TenantReadOnlyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "read-only", abstract: "Lets people and clients read and export, and refuses every change.",
        discussion: "Example: console tenant read-only acme --reason \"trial is over\"")

    @OptionGroup var choice: TenantChoice
    @OptionGroup var change: ChangeOptions
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        try await StateChange(.readOnly, choice, change, options).run()
    }
}

struct TenantResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Lets people of suspended and read-only tenants work again.",
        discussion: "Example: console tenant resume acme --reason \"paid\"")

    @OptionGroup var choice: TenantChoice
    @OptionGroup var change: ChangeOptions
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        try await StateChange(.resume, choice, change, options).run()
    }
}

struct TenantDeleteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Closes a tenant; it can be restored for \(TenantLifecycle.daysToRestore) days.",
        discussion: """
            Nothing is removed until it is purged. A tenant whose making cannot be finished is deleted in the same way.

            Example: console tenant delete acme --confirm acme --reason "contract ended"
            """)

    @Argument(help: "The tenant.")
    var slug: String

    @OptionGroup var confirmation: Confirmation
    @OptionGroup var change: ChangeOptions
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        try await StateChange.one(slug, .delete, change, options) { try confirmation.demand($0, options) }
    }
}

struct TenantRestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Makes a deleted tenant again what it was before.",
        discussion: "Example: console tenant restore acme --reason \"deleted by mistake\"")

    @Argument(help: "The tenant.")
    var slug: String

    @OptionGroup var change: ChangeOptions
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        try await StateChange.one(slug, .restore, change, options) { _ in }
    }
}
