import ArgumentParser
import Foundation

/// Shows the same again and again, as `top` does.
struct WatchOptions: ParsableArguments {
    @Flag(help: "Show it again and again, on a terminal in the same place; end it with Ctrl-C.")
    var watch = false

    @Option(help: ArgumentHelp("With --watch: how often.", valueName: "seconds"))
    var every = 2.0

    @Option(help: ArgumentHelp("With --watch: end after so many times.", valueName: "number"))
    var times: Int?

    func validate() throws {
        guard (0.1...3_600).contains(every) else { throw ValidationError("--every takes 0.1 to 3600 seconds.") }
        if let times, times < 1 { throw ValidationError("--times must be 1 or more.") }
    }

    /// - Returns: what the last round returned.
    @discardableResult
    func `repeat`<T: Sendable>(_ round: @Sendable () async throws -> T) async throws -> T {
        var (count, last) = (1, try await round())
        while watch && count < times ?? .max {
            try await Task.sleep(for: .seconds(every))
            if StandardStreams.drawsOver { StandardStreams.show("\u{1B}[H\u{1B}[2J\(Date().formatted(.iso8601))\n") }
            last = try await round()
            count += 1
        }
        return last
    }
}
