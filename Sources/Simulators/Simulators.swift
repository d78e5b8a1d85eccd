import Foundation
import Logging
import Web

/// Stand-ins for outside services, for development and tests: they speak the wire formats and do nothing outside of this
/// process. Never linked into the server.
///
///     simulators            on port 8090, or SIMULATORS_PORT
@main
struct Simulators {
    static func main() async throws {
        LoggingSystem.bootstrap { _ in TextLogHandler(level: .warning, sink: .standardError) }
        var settings = ServerSettings()
        settings.port = ProcessInfo.processInfo.environment["SIMULATORS_PORT"].flatMap { Int($0) } ?? 8090
        let server = buildServer(buildSimulators(settings), settings: settings, logger: Logger(label: "simulators")) { port in
            let welcome = """
                Simulators are running on http://127.0.0.1:\(port); nothing leaves this machine.
                  Resend   RESEND_API_BASE=http://127.0.0.1:\(port)/resend RESEND_API_KEY=re_anything

                """
            FileHandle.standardOutput.write(Data(welcome.utf8))
        }
        try await Web.run(server, settings: settings, logger: Logger(label: "simulators"))
    }
}
