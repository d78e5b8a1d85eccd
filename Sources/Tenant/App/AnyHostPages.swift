import HTTPTypes
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
            guard let reason = await crm.platform.unreadiness() else { return plain("ok") }
            return plain(reason, status: .serviceUnavailable)
        case "/metrics":
            try authorize(request)
            return plain(await crm.platform.metricsText(), type: "text/plain; version=0.0.4; charset=utf-8")
        default: return try await hosts.respond(to: request, context: context)
        }
    }

    private func authorize(_ request: Request) throws {
        guard let token = crm.platform.configuration.metricsToken, let given = request.headers[.authorization],
            isSame(given, "Bearer \(token.revealed)")
        else { throw Failure.notFound }
    }

    /// Takes as long wherever the first difference is. Of what was given only the length shows.
    private func isSame(_ given: String, _ wanted: String) -> Bool {
        guard given.utf8.count == wanted.utf8.count else { return false }
        return zip(given.utf8, wanted.utf8).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private func plain(
        _ text: String, status: HTTPResponse.Status = .ok, type: String = "text/plain; charset=utf-8"
    ) -> Response {
        Response(
            status: status, headers: [.contentType: type, .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(string: text.hasSuffix("\n") ? text : text + "\n")))
    }
}
