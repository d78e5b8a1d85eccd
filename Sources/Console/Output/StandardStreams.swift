import Foundation

/// The process's three streams: data out, messages out, answers in.
enum StandardStreams {
    /// Data. A reader that went away, as in `| head`, is no error.
    static func show(_ text: String) {
        write(text, terminator: "\n", to: FileHandle.standardOutput)
    }

    /// A message for a person.
    static func say(_ text: String, terminator: String = "\n") {
        write(text, terminator: terminator, to: FileHandle.standardError)
    }

    /// Whether somebody can be asked something, and can see the question.
    static var hasPerson: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }
    /// Whether a line of progress may be drawn over.
    static var showsMessagesOnTerminal: Bool { isatty(STDERR_FILENO) == 1 && environment["TERM"] != "dumb" }
    /// Whether data may be drawn over what stands there.
    static var drawsOver: Bool { isatty(STDOUT_FILENO) == 1 && environment["TERM"] != "dumb" }
    /// See https://no-color.org: any value but an empty one counts.
    static var isColoured: Bool {
        isatty(STDOUT_FILENO) == 1 && environment["TERM"] != "dumb" && (environment["NO_COLOR"] ?? "").isEmpty
    }

    private static var environment: [String: String] { ProcessInfo.processInfo.environment }

    private static func write(_ text: String, terminator: String, to handle: FileHandle) {
        // In bytes: to Swift, CR LF is one character and does not end in LF.
        let isEnded = text.isEmpty || text.utf8.suffix(1).elementsEqual(terminator.utf8)
        try? handle.write(contentsOf: Data((isEnded ? text : text + terminator).utf8))
    }
}
