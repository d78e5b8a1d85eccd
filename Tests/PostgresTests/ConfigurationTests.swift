import Logging
import Postgres
import Testing

@Suite struct ConfigurationTests {
    @Test(arguments: [
        "postgresql://user:hunter2@[::1/db", "postgresql://user:hunter2@host/db?nonsense=hunter2",
        "user=me password=hunter2 hunter2", "postgresql://user:hunter2%zz@host/db",
    ])
    func aBadConnectionStringIsNeverQuoted(_ url: String) throws {
        let error = try #require(throws: PostgresError.self) { _ = try PostgresClient.Configuration(url: url) }
        #expect(error.kind == .configuration)
        #expect(!"\(error)".contains("hunter2"))
    }

    @Test func partsOfTheStringCanBeOverridden() throws {
        var configuration = try PostgresClient.Configuration(url: "postgresql://me:secret@db.example.com/main")
        #expect(configuration.user == "me")
        #expect(configuration.database == "main")
        configuration.user = "you"
        configuration.password = nil
        #expect(configuration.user == "you")
    }

    @Test(arguments: [
        ("postgresql://db.example.com/main", "require"), ("postgresql://db.example.com/main?sslmode=verify-full", "verify-full"),
        ("postgresql://localhost/main", nil), ("postgresql://127.0.0.1/main", nil), ("postgresql://[::1]/main", nil),
        ("postgresql:///main?host=/run/postgresql", nil), ("dbname=main", nil), ("host=/tmp,10.0.0.1", "require"),
    ])
    func networksAreCrossedEncrypted(_ url: String, _ mode: String?) throws {
        let configuration = try PostgresClient.Configuration(url: url)
        #expect(configuration.connectionParameters["sslmode"] == mode)
    }

    @Test func aDatabaseThatIsNotThereIsAConnectFailure() async throws {
        var configuration = try PostgresClient.Configuration(url: "postgresql://127.0.0.1:1/nowhere")
        configuration.leaseTimeout = .milliseconds(300)
        let client = PostgresClient(configuration, logger: quiet)
        let error = try await running(client) { try await errorOf { try await client.perform(plain, "select 1") } }
        #expect(error.kind == .connectFailed)
        #expect(error.isTransient)
    }
}
