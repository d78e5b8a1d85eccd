import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import Platform
import Postgres
import Web

/// Makes a repeated POST harmless: the first answer again, nothing done twice. Keys live for a day, per person and route.
struct Idempotency: Sendable {
    let context: StaffContext

    /// Runs `work` with the request's body, unless this key has been answered before.
    func once(_ request: Request, _ work: (JSONValue) async throws -> Answer) async throws -> Response {
        let bytes = try await readBody(request)
        let body = try JSONValue(parsing: bytes)
        guard let key = request.headers[.idempotencyKey] else { return try await work(body).response }
        guard (1...200).contains(key.utf8.count) else {
            throw Failure.invalid("Idempotency-Key", "invalid", "An idempotency key has 1 to 200 characters.")
        }
        let claim = Claim(
            principal: context.viewer.userID?.uuidString ?? "", route: "\(request.method.rawValue) \(request.uri.path)", key: key,
            bodyHash: Array(SHA256.hash(data: Data(bytes))))
        if let answered = try await take(claim) { return answered }
        do {
            let answer = try await work(body)
            try await keep(answer, claim)
            return answer.response
        } catch {
            // A refusal did nothing, so the same key may be used to try again.
            try await context.scope.database.write(claim.release)
            throw error
        }
    }

    private func readBody(_ request: Request) async throws -> [UInt8] {
        guard request.mediaType == "application/json" || request.mediaType?.hasSuffix("+json") == true else {
            throw Failure.unsupportedMedia
        }
        return Array(try await request.bytes().readableBytesView)
    }

    private struct Claim {
        let principal: String
        let route: String
        let key: String
        let bodyHash: [UInt8]

        var sameKey: SQL { "principal = \(principal) and route = \(route) and key = \(key)" }
        var release: SQL { "delete from idempotency_keys where \(sameKey) and status is null" }
    }

    /// Claims the key. - Returns: what was answered before, if it was.
    private func take(_ claim: Claim) async throws -> Response? {
        let now = context.scope.now
        return try await context.scope.database.transaction { transaction in
            try await transaction.execute(
                "delete from idempotency_keys where \(claim.sameKey) and created_at < \(now.addingTimeInterval(-86_400))")
            let inserted = try await transaction.execute(
                """
                insert into idempotency_keys (principal, route, key, body_hash, created_at)
                values (\(claim.principal), \(claim.route), \(claim.key), \(claim.bodyHash), \(now))
                on conflict do nothing
                """)
            if inserted == 1 { return nil }
            let known = try await transaction.query("select body_hash, status, headers, body from idempotency_keys where \(claim.sameKey)")
            guard let row = known.first else { return nil }
            let (hash, status, headers, body) = try row.decode(([UInt8], Int?, String?, [UInt8]?).self)
            guard hash == claim.bodyHash else {
                throw Failure.invalid("Idempotency-Key", "reused", "This key was used for another body.")
            }
            guard let status, let body else { throw Failure.conflict(detail: "The first request with this key is still being worked on.") }
            return Self.response(status, headers, body)
        }
    }

    private static func response(_ status: Int, _ headers: String?, _ body: [UInt8]) -> Response {
        var fields: HTTPFields = [:]
        for member in headers.flatMap({ try? JSONValue(parsing: $0) })?.object?.members ?? [] {
            if let name = HTTPField.Name(member.name), let value = member.value.string { fields[name] = value }
        }
        return .json(body, status: .init(code: status), headers: fields)
    }

    private func keep(_ answer: Answer, _ claim: Claim) async throws {
        var headers = JSONObject()
        for field in answer.headers { headers[field.name.canonicalName] = .string(field.value) }
        let json = JSON(text: String(decoding: JSONValue.object(headers).serialized, as: UTF8.self))
        try await context.scope.database.write(
            """
            update idempotency_keys set status = \(answer.status.code), headers = \(json), body = \(answer.body) where \(claim.sameKey)
            """)
    }

    /// What is kept of an answer, and given again.
    struct Answer {
        let status: HTTPResponse.Status
        let headers: HTTPFields
        let body: [UInt8]

        var response: Response { .json(body, status: status, headers: headers) }
    }
}

extension HTTPField.Name {
    static let idempotencyKey = HTTPField.Name("Idempotency-Key")!
}
