import Foundation
import Postgres
import Support
import Testing

/// A PostgreSQL of its own, for tests that stop and kill it. Run by `bin/postgres`.
struct TestCluster {
    let url: String
    private let folder: String

    private static let script = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../bin/postgres").standardized.path

    /// Runs `body` with a cluster that is removed afterwards.
    static func run(_ body: (TestCluster) async throws -> Void) async throws {
        let folder = "/tmp/postgres-tests-\(UUID().uuidString.prefix(8))"
        let socketURL = try await script("start", folder, "--fast")
        // The socket's folder is another one after a restart.
        let cluster = TestCluster(url: try overTCP(socketURL), folder: folder)
        let outcome: Swift.Result<Void, any Error>
        do { outcome = .success(try await body(cluster)) } catch { outcome = .failure(error) }
        try await cluster.stop()
        try FileManager.default.removeItem(atPath: folder)
        try outcome.get()
    }

    func stop() async throws { _ = try await Self.script("stop", folder) }

    func start() async throws { _ = try await Self.script("start", folder, "--fast") }

    func configuration(connections: Int = 2) throws -> PostgresClient.Configuration {
        var configuration = try PostgresClient.Configuration(url: url)
        configuration.connections = connections
        return configuration
    }

    /// Runs the script on a thread of its own: the few threads that tests share must not block. Not with `Process`, which waits until
    /// the server has closed what it inherited.
    private static func script(_ arguments: String...) async throws -> String {
        let output = arguments[1] + ".output"
        defer { unlink(output) }
        let status = await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                let command = ([script] + arguments).joined(separator: " ")
                continuation.resume(returning: spawnAndWait(["/bin/sh", "-c", "\(command) > \(output)"]))
            }
        }
        guard status == 0 else { throw CocoaError(.executableLoad) }
        return try String(contentsOfFile: output, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func spawnAndWait(_ arguments: [String]) -> Int32 {
        var process = pid_t()
        var status: Int32 = -1
        let copies = arguments.map { strdup($0) }
        defer { copies.forEach { free($0) } }
        guard posix_spawn(&process, arguments[0], nil, nil, copies + [nil], environ) == 0 else { return -1 }
        waitpid(process, &status, 0)
        return status
    }
}
