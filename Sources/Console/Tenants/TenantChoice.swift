import ArgumentParser
import Platform

/// One tenant by its slug, or many by a selector.
struct TenantChoice: ParsableArguments {
    @Argument(help: "The tenant; or choose many with --selector.")
    var slug: String?

    @Option(help: "Begin no further tenant after so many failures.")
    var maxFailures: Int?

    @OptionGroup var selection: SelectionOptions

    func validate() throws {
        guard (slug == nil) != (selection.selector == nil) else { throw ValidationError("Give a slug, or choose tenants with --selector.") }
        if slug != nil, selection.limit != nil || maxFailures != nil {
            throw ValidationError("--limit and --max-failures go with --selector.")
        }
        if let maxFailures, maxFailures < 1 { throw ValidationError("--max-failures must be 1 or more.") }
    }
}
