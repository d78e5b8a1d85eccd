import Foundation

/// Another program that the benchmark starts.
final class Program {
    private let process = Process()
    private let output = Pipe()

    /// - Parameter keepsOutput: whether `finish` is to return what it prints.
    init(_ path: String, _ arguments: [String], environment: [String: String] = [:], keepsOutput: Bool = false) throws {
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment, uniquingKeysWith: { $1 })
        process.standardOutput = keepsOutput ? output : FileHandle.nullDevice
        process.standardError = keepsOutput ? output : FileHandle.standardError
        try process.run()
    }

    /// Finds a program on the PATH or among PostgreSQL's own.
    static func find(_ name: String) throws -> String {
        let postgres = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql"))?.sorted().reversed() ?? []
        let folders =
            postgres.map { "/usr/lib/postgresql/\($0)/bin" }
            + (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { String($0) }
        guard let folder = folders.first(where: { FileManager.default.isExecutableFile(atPath: "\($0)/\(name)") }) else {
            throw MissingProgram(name: name)
        }
        return "\(folder)/\(name)"
    }

    /// Its resident memory, in bytes.
    var memory: Int {
        let status = (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
        return (Int(line.filter(\.isNumber)) ?? 0) * 1_024
    }

    /// Waits for its end. - Returns: what it printed.
    func finish() -> String {
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }

    func stop() {
        process.terminate()
        process.waitUntilExit()
    }
}

struct MissingProgram: Error, CustomStringConvertible {
    let name: String
    var description: String { "\(name) is not installed; bin/setup bench installs it" }
}
