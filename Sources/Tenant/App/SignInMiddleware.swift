import Foundation
import Hummingbird
import Platform
import Web

/// Finds out who asks: by the session's cookie on pages, by the bearer token under `/api/`.
struct SignInMiddleware: RouterMiddleware {
    typealias Context = TenantContext

    let crm: CRM

    func handle(
        _ request: Request, context: TenantContext, next: (Request, TenantContext) async throws -> Response
    ) async throws -> Response {
        // What is remembered is good enough to read with, since each unit of work asserts it. A change begins with the truth,
        // because its body can be read only once and so the request cannot be repeated.
        let isSafe = request.method == .get || request.method == .head
        // The log-in page asserts nothing, and would send somebody whose session has ended round in circles.
        let asksAnew = !isSafe || request.uri.path == "/login"
        var context = context
        context.signedIn = try await signedIn(request, context, fresh: asksAnew)
        do {
            return try await next(request, context)
        } catch is ViewerChanged where isSafe {
            context.signedIn = try await signedIn(request, context, fresh: true)
            return try await next(request, context)
        } catch Failure.forbidden(let reason) where isSafe {
            // A refusal may rest on what was so a minute ago, and no unit of work has asked.
            let current = try await signedIn(request, context, fresh: true)
            guard current?.viewer != context.signedIn?.viewer else { throw Failure.forbidden(reason: reason) }
            context.signedIn = current
            return try await next(request, context)
        } catch is ViewerChanged {
            throw Failure.unavailable(retryAfter: 1, detail: "Your access has just changed. Please try again.")
        }
    }

    private func signedIn(_ request: Request, _ context: TenantContext, fresh: Bool) async throws -> SignedIn? {
        if context.scope.actor.cause == .api {
            guard let header = request.headers[.authorization] else { return nil }
            if header.lowercased().hasPrefix("bearer \(APIKeys.prefix)") {
                guard let key = Token(String(header.dropFirst(7 + APIKeys.prefix.count))) else { throw Failure.unauthenticated }
                return try await crm.sessions.signedIn(key: key, in: context.scope, fresh: fresh)
            }
            guard header.lowercased().hasPrefix("bearer "),
                let session = await crm.accessTokens.session(
                    String(header.dropFirst(7)), of: context.tenant, now: context.scope.now)
            else { throw Failure.unauthenticated }
            return try await crm.sessions.signedIn(sessionID: session, in: context.scope, fresh: fresh)
        }
        guard let token = request.cookie(CookieName.session(secure: context.isSecure)).flatMap({ Token($0) }) else { return nil }
        return try await crm.sessions.signedIn(token: token, in: context.scope, fresh: fresh)
    }
}

/// Sends people who are not signed in to the log-in, and back again afterwards.
struct LogInRedirect: RouterMiddleware {
    typealias Context = TenantContext

    func handle(
        _ request: Request, context: TenantContext, next: (Request, TenantContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch Failure.unauthenticated where request.method == .get && !request.wantsProblemJSON {
            // A page that follows what changes outlives its session; by the standard of event streams this answer ends them.
            if request.headers[.accept] == "text/event-stream" { return Response(status: .noContent) }
            let back = request.returnPath.flatMap { $0 == "/" ? nil : $0 }
            return .redirect(to: "/login" + (back.map { "?next=" + $0.queryEscaped } ?? ""), type: .normal)
        }
    }
}

/// Refuses forms that were not made for this session.
struct CSRFMiddleware: RouterMiddleware {
    typealias Context = TenantContext

    let csrf: CSRF

    func handle(
        _ request: Request, context: TenantContext, next: (Request, TenantContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        let visitor = VisitorCookie(request, secure: context.isSecure)
        context.visitor = visitor
        var request = request
        if request.method == .post { request = try await checked(request, context, visitor) }
        let response = try await next(request, context)
        guard context.signedIn == nil, request.method == .get, let cookie = visitor.toSet else { return response }
        return response.setting(cookie)
    }

    /// Uploads carry the token in their address, since their body is read as it arrives.
    private func checked(_ request: Request, _ context: TenantContext, _ visitor: VisitorCookie) async throws -> Request {
        var request = request
        let token: String
        if request.mediaType == "multipart/form-data" {
            token = try request.query().string(CSRF.fieldName)
        } else if let header = request.headers[values: .init(CSRF.headerName)!].first {
            token = header
        } else {
            let bytes = try await request.bytes()
            request.body = RequestBody(buffer: bytes)
            token = try FormData(urlEncoded: bytes.readableBytesView).string(CSRF.fieldName)
        }
        guard csrf.verify(token, for: context.csrfBinding) else {
            throw Failure.forbidden(reason: "This form has expired. Go back, reload the page and send it again.")
        }
        return request
    }
}

extension TenantContext {
    /// The session once there is one, the visitor before.
    var csrfBinding: String { signedIn?.sessionID.uuidString ?? visitor?.binding ?? "" }
}

extension String {
    /// For a value in a query. A list has hundreds of links, so no character set is built for each.
    var queryEscaped: String {
        var escaped: [UInt8] = []
        escaped.reserveCapacity(utf8.count)
        for byte in utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x2F, 0x5F, 0x7E: escaped.append(byte)
            default: escaped += [0x25, Self.hexDigits[Int(byte >> 4)], Self.hexDigits[Int(byte & 15)]]
            }
        }
        return String(decoding: escaped, as: UTF8.self)
    }

    private static let hexDigits = Array("0123456789ABCDEF".utf8)
}
