import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle

/// How the server listens, and what it puts up with from clients.
public struct ServerSettings: Sendable {
    /// The address to listen on; `0.0.0.0` for all of IPv4.
    public var host = "127.0.0.1"
    /// 0 picks a free port.
    public var port = 8080
    /// The most connections that are served at once; more wait in the kernel's queue.
    public var maximumConnections = 10_000
    /// A connection without a whole request header, or without a new piece of body, for this long is closed.
    public var idleTimeout: Duration = .seconds(30)
    /// A client that takes nothing of its answer for this long is cut off.
    public var stallTimeout: Duration = .seconds(30)
    /// What a request may take, from its header to the beginning of its answer.
    public var requestDeadline: Duration = .seconds(30)
    /// What takes longer is logged as a warning.
    public var slowRequest: Duration = .seconds(1)
    /// All header fields together, in bytes.
    public var maximumHeaderSize = 32 * 1024
    public var maximumHeaderCount = 100
    /// How long open answers may go on after SIGTERM before they are cut.
    public var shutdownGrace: Duration = .seconds(20)
    /// The clock for deadlines.
    public var live = LiveRequests()

    public init() {}
}

/// The server around `responder`, not running yet.
///
/// - Parameter onRunning: Called with the port once connections are accepted.
public func buildServer<Responder: HTTPResponder>(
    _ responder: Responder, settings: ServerSettings, logger: Logger,
    onRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
) -> Application<Responder> where Responder.Context == BaseContext {
    Application(
        responder: responder,
        server: .http1(configuration: http1Configuration(settings)),
        configuration: ApplicationConfiguration(
            address: .hostname(settings.host, port: settings.port), backlog: 1024,
            availableConnectionsDelegate: MaximumAvailableConnections(settings.maximumConnections, logger: logger)),
        onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? settings.port) },
        logger: logger)
}

/// Runs a server and the services it needs until SIGTERM or SIGINT, then lets open requests end.
///
/// - Parameters:
///   - server: nil for a process that serves nobody, such as a worker.
///   - services: Started before the server and stopped after it, such as the database pool.
///   - drain: What comes first at the end, while requests are still taken: open streams are ended, or the server would wait for them.
public func run(
    _ server: (any Service)?, with services: [any Service] = [], settings: ServerSettings, logger: Logger,
    drain: @escaping @Sendable () async -> Void = {}
) async throws {
    var configuration = ServiceGroupConfiguration(
        services: services + (server.map { [$0] } ?? []) + [DrainService(drain: drain)], gracefulShutdownSignals: [.sigterm, .sigint],
        logger: logger)
    configuration.maximumGracefulShutdownDuration = settings.shutdownGrace
    try await ServiceGroup(configuration: configuration).run()
}

/// Stands last among the services, so it is the first to hear that the end has come.
private struct DrainService: Service {
    let drain: @Sendable () async -> Void

    func run() async throws {
        try? await gracefulShutdown()
        await drain()
    }
}

private func http1Configuration(_ settings: ServerSettings) -> HTTP1Channel.Configuration {
    let (live, stallTimeout) = (settings.live, TimeAmount(settings.stallTimeout))
    return HTTP1Channel.Configuration(
        additionalChannelHandlers: [ConnectionGuard(live: live, stallTimeout: stallTimeout)],
        idleTimeout: TimeAmount(settings.idleTimeout),
        httpDecoderConfiguration: .init(
            maxHeaderFieldSize: settings.maximumHeaderSize, maxHeaderListSize: settings.maximumHeaderSize,
            maxHeaderFieldCount: settings.maximumHeaderCount))
}
