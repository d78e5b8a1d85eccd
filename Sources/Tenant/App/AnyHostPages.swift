import Hummingbird
import Platform
import Web

/// Health and metrics, which answer on any host.
struct AnyHostPages<Hosts: HTTPResponder>: HTTPResponder where Hosts.Context == BaseContext {
    let crm: CRM
    let hosts: Hosts

    func respond(to request: Request, context: BaseContext) async throws -> Response {
        switch request.uri.path {
        case "/health/live": return plain("ok")
        case "/health/ready":
            try await crm.platform.ping()
            return plain("ok")
        case "/metrics":
            try authorize(request)
            return plain(PoolMetricsText(crm.platform.poolMetrics).text)
        default: return try await hosts.respond(to: request, context: context)
        }
    }

    private func authorize(_ request: Request) throws {
        guard let token = crm.platform.configuration.metricsToken,
            request.headers[.authorization] == "Bearer \(token.revealed)"
        else { throw Failure.notFound }
    }

    private func plain(_ text: String) -> Response {
        Response(
            status: .ok, headers: [.contentType: "text/plain; charset=utf-8", .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(string: text + "\n")))
    }
}
