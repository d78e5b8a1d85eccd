import Foundation
import Postgres
import Support
import Testing

/// Runs `body` with a client whose connections go through a proxy to the cluster of `TEST_DATABASE_URL`.
func withProxy(
    _ configure: (inout PostgresClient.Configuration) -> Void = { _ in },
    _ body: (PostgresClient, TCPProxy) async throws -> Void
) async throws {
    let server = try overTCP(TestDatabase.clusterURL)
    let proxy = try TCPProxy(to: UInt16(try #require(URLComponents(string: server)?.port)))
    defer { proxy.stop() }
    var configuration = try PostgresClient.Configuration(url: try overTCP(server, port: proxy.port))
    configuration.connections = 2
    configure(&configuration)
    let client = PostgresClient(configuration, logger: quiet)
    try await running(client) {
        _ = try await eventually { client.metrics.idle == configuration.connections }
        try await body(client, proxy)
    }
}
