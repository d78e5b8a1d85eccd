import Foundation
import Platform

/// Whoever runs the console, as the operators' log names them.
enum Operator {
    /// An entry for the command line at hand.
    static func entry(_ command: String) -> OperatorAudit.Entry {
        OperatorAudit.Entry(
            operator: name(in: ProcessInfo.processInfo.environment), host: host, command: command,
            arguments: Array(CommandLine.arguments.dropFirst()))
    }

    /// The person before `sudo`, since everybody is root after it.
    static func name(in environment: [String: String]) -> String {
        let candidates = [environment["SUDO_USER"], environment["USER"], environment["LOGNAME"]]
        return candidates.compactMap(\.self).first { !$0.isEmpty } ?? NSUserName()
    }

    /// Asked from the kernel: a look-up in the DNS could take seconds.
    private static var host: String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard gethostname(&buffer, buffer.count - 1) == 0 else { return "unknown" }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
