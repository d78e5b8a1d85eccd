import ArgumentParser
import Hummingbird

/// The yardstick for HTTP: Hummingbird answering "hello", with nothing around it.
struct Hello: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "hello", shouldDisplay: false)

    @Option var port: Int

    func run() async throws {
        let router = Router()
        router.get("/") { _, _ in "hello" }
        let server = Application(router: router, configuration: .init(address: .hostname("127.0.0.1", port: port)))
        try await server.runService()
    }
}
