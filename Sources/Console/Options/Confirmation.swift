import ArgumentParser

/// The name of what a destructive command means, typed once more.
struct Confirmation: ParsableArguments {
    @Option(name: .customLong("confirm"), help: ArgumentHelp("The slug once more, instead of being asked for it.", valueName: "slug"))
    var typed: String?

    /// - Parameter slug: where many are meant, their number.
    /// - Throws: `Unconfirmed` unless somebody has typed `slug`.
    func demand(_ slug: String, _ options: GlobalOptions) throws {
        if let typed {
            guard typed == slug else { throw Unconfirmed("--confirm says \"\(typed)\", it should be \"\(slug)\".") }
        } else if options.mayAsk {
            StandardStreams.say("Type \(slug) to confirm: ", terminator: "")
            guard readLine() == slug else { throw Unconfirmed("That was not \"\(slug)\".") }
        } else {
            throw Unconfirmed("This needs a confirmation: add --confirm \(slug).")
        }
    }
}

/// Nobody has confirmed it, so nothing was done.
struct Unconfirmed: Error, CustomStringConvertible {
    let description: String

    init(_ sentence: String) {
        description = sentence + " Nothing was changed."
    }
}
