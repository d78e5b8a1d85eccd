import ArgumentParser
import Platform

struct TenantSuspendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "suspend", abstract: "Turns a tenant's people and clients away; nothing is lost.",
        discussion: "Example: console tenant suspend acme --confirm acme --reason \"unpaid since May\"")

    @Argument(help: "The tenant.")
    var slug: String

    @OptionGroup var confirmation: Confirmation
    @OptionGroup var change: ChangeOptions
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        try await move(slug, .suspend, change, options) { try confirmation.demand(slug, options) }
    }
}

struct TenantResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Lets a suspended tenant's people in again.",
        discussion: "Example: console tenant resume acme --reason \"paid\"")

    @Argument(help: "The tenant.")
    var slug: String

    @OptionGroup var change: ChangeOptions
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        try await move(slug, .resume, change, options) {}
    }
}

/// Looks, asks, acts, shows.
private func move(
    _ slug: String, _ step: TenantLifecycle.Change, _ change: ChangeOptions, _ options: GlobalOptions,
    confirm: @Sendable () throws -> Void
) async throws {
    try await ConsoleSession(options).withPlatform { platform in
        let (register, lifecycle) = (TenantRegister(platform), TenantLifecycle(platform))
        let tenant = try await register.find(slug: slug)
        let changes = try lifecycle.preview(step, of: tenant)
        let done: Void? = try await change.perform("tenant \(step.rawValue)", on: platform, changes, options, confirmedBy: confirm) {
            try await lifecycle.apply(step, to: tenant)
        }
        guard done != nil else { return }
        options.show(Report(record: try await register.find(slug: slug).fields(platform)))
        StandardStreams.say("\(slug) is \(step.target.rawValue).")
    }
}
