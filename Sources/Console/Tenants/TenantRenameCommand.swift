import ArgumentParser
import Platform

struct TenantRenameCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rename", abstract: "Moves a tenant to another slug, and so to another address.",
        discussion: """
            Data, files and roles stay where they are. People sign in again at the new address. Nobody else gets the old slug; the tenant \
            can take it back.

            Example: console tenant rename initech initrode --reason "merger"
            """)

    @Argument(help: "The tenant.")
    var slug: String

    @Argument(help: "Its new slug.")
    var newSlug: String

    @OptionGroup var change: ChangeOptions
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let newSlug = newSlug
        try await ConsoleSession(options).withPlatform { platform in
            let (register, rename) = (TenantRegister(platform), TenantRename(platform))
            let tenant = try await register.find(slug: slug)
            let changes = try await rename.preview(tenant, to: newSlug)
            let done: Void? = try await change.perform("tenant rename", on: platform, changes, options) {
                try await rename.rename(tenant, to: newSlug)
            }
            guard done != nil else { return }
            options.show(Report(record: try await register.find(slug: newSlug).fields(platform)))
            StandardStreams.say("\(slug) is \(newSlug) now.")
        }
    }
}
