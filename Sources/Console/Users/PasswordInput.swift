import ArgumentParser
import Foundation
import Platform

/// A password that comes through standard input: as an argument everybody could read it in the list of processes.
struct PasswordInput: ParsableArguments {
    @Flag(name: .customLong("password-stdin"), help: "Read the password from standard input instead of making a link.")
    var isGiven = false

    /// - Returns: nil unless asked for.
    /// - Throws: `ValidationError` when nothing comes.
    func read() throws -> Secret? {
        guard isGiven else { return nil }
        if isatty(STDIN_FILENO) == 1 { throw ValidationError("--password-stdin wants a pipe: printf %s \"$PASSWORD\" | console …") }
        guard let line = readLine(), !line.isEmpty else { throw ValidationError("No password came through standard input.") }
        return Secret(line)
    }
}
