import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import Platform
import Postgres
import Web

/// Makes a repeated change harmless: the first answer again, nothing done twice. Keys live for a day, per person and route.
///
/// The answer is kept in the transaction of the change, so a crash leaves both or neither, and whoever tries again is served.
struct Idempotency: Sendable {
    typealias Work = @Sendable (TenantTransaction) async throws -> Answer

    let context: StaffContext

    private static let lifetime: TimeInterval = 86_400

    /// Runs `work` with the request's JSON, unless this key has been answered before.
    func once(
        _ request: Request, _ work: @escaping @Sendable (JSONValue, TenantTransaction) async throws -> Answer
    ) async throws -> Response {
        let body = try await request.json()
        return try await once(request, said: body.serialized) { try await work(body, $0) }
    }

    /// Runs `work`, which takes no body, unless this key has been answered before.
    func once(withoutBody request: Request, _ work: Work) async throws -> Response {
        try await once(request, said: [], work)
    }

    private func once(_ request: Request, said bytes: [UInt8], _ work: Work) async throws -> Response {
        guard let key = request.headers[.idempotencyKey] else {
            return try await context.scope.database.transaction(work).response
        }
        guard (1...200).contains(key.utf8.count) else {
            throw Failure.invalid("Idempotency-Key", "invalid", "An idempotency key has 1 to 200 characters.")
        }
        let claim = Claim(
            tenant: context.tenant.id, principal: context.viewer.userID?.uuidString ?? "",
            route: "\(request.method.rawValue) \(request.uri.path)", key: key, bodyHash: Array(SHA256.hash(data: Data(bytes))))
        return try await context.scope.database.transaction { transaction in
            if let answered = try await answered(claim, in: transaction) { return answered }
            let answer = try await work(transaction)
            try await transaction.execute(claim.keep(answer, at: context.scope.now))
            return answer.response
        }
    }

    /// What was answered under this key before, if it was.
    private func answered(_ claim: Claim, in transaction: TenantTransaction) async throws -> Response? {
        let expired = context.scope.now.addingTimeInterval(-Self.lifetime)
        let answers = try await transaction.pipeline([claim.lock, claim.find(after: expired)])
        guard try answers[0].first?.decode(Bool.self) == true else {
            throw Failure.conflict(detail: "The first request with this key is still being worked on.")
        }
        guard let row = answers[1].first else { return nil }
        let (hash, status, headers, body) = try row.decode(([UInt8], Int, String?, [UInt8]?).self)
        guard hash == claim.bodyHash else {
            throw Failure.invalid("Idempotency-Key", "reused", "This key was used for another body.")
        }
        return Answer(status: .init(code: status), headers: headers.map(HTTPFields.init(kept:)) ?? [:], body: body ?? []).response
    }

    /// What is kept of an answer, and given again.
    struct Answer: Sendable {
        let status: HTTPResponse.Status
        var headers: HTTPFields = [:]
        var body: [UInt8] = []

        var response: Response {
            body.isEmpty ? Response(status: status, headers: headers) : .json(body, status: status, headers: headers)
        }
    }
}

extension Idempotency.Answer {
    /// One thing, as `write` writes it.
    /// - Parameter version: for the `ETag` of what has versions.
    init(
        status: HTTPResponse.Status = .ok, headers: HTTPFields = [:], version: Int? = nil, capacity: Int = 1_024,
        _ write: (inout JSONWriter) -> Void
    ) {
        self.init(status: status, headers: headers, body: JSONWriter.bytes(capacity: capacity, write))
        if let version { self.headers[.eTag] = ETag(version: version).description }
    }
}

/// One use of a key.
private struct Claim: Sendable {
    let tenant: UUID
    let principal: String
    let route: String
    let key: String
    let bodyHash: [UInt8]

    private var isSame: SQL { "principal = \(principal) and route = \(route) and key = \(key)" }

    /// True for the one who works on it now. The lock goes with the transaction, however that ends. Advisory locks belong to
    /// the whole database, hence the tenant.
    var lock: SQL {
        "select pg_try_advisory_xact_lock(hashtextextended(\([tenant.uuidString, principal, route, key].joined(separator: "\n")), 0))"
    }

    func find(after expired: Date) -> SQL {
        """
        select body_hash, status, headers, body from idempotency_keys
        where \(isSame) and created_at >= \(expired) and status is not null
        """
    }

    func keep(_ answer: Idempotency.Answer, at now: Date) -> SQL {
        """
        insert into idempotency_keys (principal, route, key, body_hash, status, headers, body, created_at)
        values (\(principal), \(route), \(key), \(bodyHash), \(Int(answer.status.code)), \(answer.headers.kept), \(answer.body), \(now))
        on conflict (principal, route, key) do update set body_hash = excluded.body_hash, status = excluded.status,
            headers = excluded.headers, body = excluded.body, created_at = excluded.created_at
        """
    }
}

extension HTTPFields {
    fileprivate init(kept text: String) {
        self.init()
        for member in (try? JSONValue(parsing: text))?.object?.members ?? [] {
            if let name = HTTPField.Name(member.name), let value = member.value.string { self[name] = value }
        }
    }

    fileprivate var kept: JSON {
        let members = reduce(into: JSONObject()) { $0[$1.name.canonicalName] = .string($1.value) }
        return JSON(text: String(decoding: JSONValue.object(members).serialized, as: UTF8.self))
    }
}

extension HTTPField.Name {
    static let idempotencyKey = HTTPField.Name("Idempotency-Key")!
}
