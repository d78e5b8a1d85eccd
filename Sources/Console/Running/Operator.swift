import Foundation
import Platform

/// Whoever runs the console, as the operators' log names them.
enum Operator {
    /// An entry for the command line at hand.
    static func entry(_ command: String) -> OperatorAudit.Entry {
        OperatorAudit.Entry(
            operator: name(in: ProcessInfo.processInfo.environment), host: ThisMachine.name, command: command,
            arguments: Array(CommandLine.arguments.dropFirst()))
    }

    /// The person before `sudo`, since everybody is root after it.
    static func name(in environment: [String: String]) -> String {
        let candidates = [environment["SUDO_USER"], environment["USER"], environment["LOGNAME"]]
        return candidates.compactMap(\.self).first { !$0.isEmpty } ?? NSUserName()
    }
}
