import ArgumentParser
import Platform

struct TenantPurgeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "purge", abstract: "Removes a deleted tenant for good: schema, role, files and all that is known of it.",
        discussion: """
            Only after the \(TenantLifecycle.daysToRestore) days in which it can be restored, unless --now is given. Its slug stays taken, \
            and the operators' log stays.

            Example: console tenant purge acme --confirm acme
            """)

    @Argument(help: "The tenant.")
    var slug: String

    @Flag(name: .customLong("now"), help: "Do not wait until it can no longer be restored.")
    var isEarly = false

    @OptionGroup var confirmation: Confirmation
    @OptionGroup var change: ChangeOptions
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let isEarly = isEarly
        try await ConsoleSession(options).withPlatform { platform in
            let purge = TenantPurge(platform)
            let tenant = try await TenantRegister(platform).find(slug: slug)
            let changes = try purge.preview(tenant, early: isEarly)
            let done: Void? = try await change.perform(
                "tenant purge", on: platform, changes, options, confirmedBy: { try confirmation.demand(slug, options) }
            ) {
                try await purge.purge(tenant, early: isEarly)
            }
            guard done != nil else { return }
            options.show(Report(changes))
            StandardStreams.say("\(slug) is purged.")
        }
    }
}
