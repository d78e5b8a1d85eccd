import Foundation
import Postgres

/// A PostgreSQL of its own, for tests that stop and kill it. Run by `bin/postgres`.
struct TestCluster {
    let url: String
    private let folder: String

    private static let script = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../bin/postgres").standardized.path

    /// Runs `body` with a cluster that is removed afterwards.
    static func run(_ body: (TestCluster) async throws -> Void) async throws {
        let folder = "/tmp/postgres-tests-\(UUID().uuidString.prefix(8))"
        let url = try script("start", folder, "--fast")
        let cluster = TestCluster(url: url, folder: folder)
        let outcome: Swift.Result<Void, any Error>
        do { outcome = .success(try await body(cluster)) } catch { outcome = .failure(error) }
        try cluster.stop()
        try FileManager.default.removeItem(atPath: folder)
        try outcome.get()
    }

    func stop() throws { _ = try Self.script("stop", folder) }

    func start() throws { _ = try Self.script("start", folder, "--fast") }

    /// The server's port on 127.0.0.1.
    var port: UInt16 { UInt16(URLComponents(string: url)?.port ?? 5432) }

    func configuration(connections: Int = 2) throws -> PostgresClient.Configuration {
        var configuration = try PostgresClient.Configuration(url: url)
        configuration.connections = connections
        return configuration
    }

    private static func script(_ arguments: String...) throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: script)
        process.arguments = arguments
        process.standardOutput = output
        try process.run()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
        return String(decoding: text, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
