import Foundation
import HTTPTypes
import Hummingbird
import Web

/// Resend's endpoints. Some keys make it misbehave, for trying out what happens then.
struct ResendAPI: Sendable {
    let resend: ResendSimulator

    func register(on endpoints: Endpoints<BaseContext>) {
        endpoints.plumbing(.post, "/emails") { request, _ in try await answer(request, send) }
        endpoints.plumbing(.get, "/emails/{id}") { request, context in
            try await answer(request) { _ throws(ResendError) in try find(context.parameters.get("id")) }
        }
    }

    private func send(_ request: Request) async throws -> Response {
        let key = request.headers[.idempotencyKey]
        if let key, !(1...256).contains(key.count) { throw ResendError.invalidIdempotencyKey }
        guard let body = try? await request.json(), body.object != nil else {
            throw ResendError.invalid("The request body is not valid JSON.")
        }
        let mail = try resend.send(body, idempotencyKey: key)
        return .json(headers: [.simulator: "resend"]) { $0.object { $0.field("id", mail.id.text) } }
    }

    private func find(_ id: String?) throws(ResendError) -> Response {
        guard let mail = id.flatMap({ UUID(uuidString: $0) }).flatMap(resend.mail) else { throw .notFound }
        return .json(headers: [.simulator: "resend"]) { mail.write(to: &$0) }
    }

    private func answer(_ request: Request, _ body: (Request) async throws -> Response) async throws -> Response {
        do {
            try authorize(request)
            return try await body(request)
        } catch let error as ResendError {
            return error.response
        }
    }

    private func authorize(_ request: Request) throws(ResendError) {
        guard let header = request.headers[.authorization], header.hasPrefix("Bearer ") else { throw .missingKey }
        switch header.dropFirst(7) {
        case "re_rate_limited": throw .tooMany
        case "re_broken": throw .internalError
        case let key: if !key.hasPrefix("re_") { throw .invalidKey }
        }
    }
}

extension HTTPField.Name {
    static let idempotencyKey = HTTPField.Name("Idempotency-Key")!
}
