import ArgumentParser
import Hummingbird
import NIOPosix

/// The yardstick for HTTP: Hummingbird answering "hello" on one event loop, with nothing around it.
struct Hello: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "hello", shouldDisplay: false)

    @Option var port: Int

    func run() async throws {
        let router = Router()
        router.get("/") { _, _ in "hello" }
        let server = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: port)),
            eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup(numberOfThreads: 1)))
        try await server.runService()
    }
}
