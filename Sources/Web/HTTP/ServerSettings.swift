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
/// - Parameter services: Started before the server and stopped after it, such as the database pool.
public func run(
    _ server: some Service, with services: [any Service] = [], settings: ServerSettings, logger: Logger
) async throws {
    var configuration = ServiceGroupConfiguration(
        services: services + [server], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
    configuration.maximumGracefulShutdownDuration = settings.shutdownGrace
    try await ServiceGroup(configuration: configuration).run()
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
