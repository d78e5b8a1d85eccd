import ArgumentParser

/// What every command understands.
struct GlobalOptions: ParsableArguments {
    @Option(name: [.customShort("o"), .customLong("output")], help: "How data is written.")
    var format: OutputFormat = .table

    @Flag(name: .customLong("no-input"), help: "Never ask; refuse what would need an answer.")
    var refusesQuestions = false

    @Flag(help: "Log what the console does.")
    var verbose = false

    /// Writes data to standard output.
    func show(_ report: Report) {
        StandardStreams.show(report.text(format, coloured: StandardStreams.isColoured))
    }

    /// Whether a person sits at the terminal and may be asked.
    var mayAsk: Bool { !refusesQuestions && StandardStreams.hasPerson }
}
