import HTTPTypes
import Hummingbird
import Logging
import NIOHTTP1

/// Answers whatever was thrown further in: as problem details for programs, as a page for people.
///
/// It also gives bare error answers (a 404 of the router, say) a body. Unknown errors are logged with their cause and
/// answered with a safe sentence and the request id.
public struct FailureMiddleware<Context: WebContext>: RouterMiddleware {
    /// Draws the page for a failure; nil falls back to one line of plain text.
    public typealias Render = @Sendable (Failure, Request, Context) async -> HTML?
    /// Puts errors of other modules, such as a lost database, into the vocabulary; nil means it does not know them.
    public typealias Mapping = @Sendable (any Error) -> Failure?

    private let render: Render
    private let mapping: Mapping

    public init(render: @escaping Render = { _, _, _ in nil }, mapping: @escaping Mapping = { _ in nil }) {
        self.render = render
        self.mapping = mapping
    }

    public func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            let response = try await next(request, context)
            guard response.status.code >= 400, response.body.contentLength == 0, request.method != .head,
                let failure = Failure(status: response.status)
            else { return response }
            return await answer(failure, to: request, context, keeping: response.headers)
        } catch let error as HTTPParserError {
            // The connection itself is broken; Hummingbird answers 400 and closes it.
            throw error
        } catch {
            return await answer(failure(for: error, request, context), to: request, context)
        }
    }

    private func failure(for error: any Error, _ request: Request, _ context: Context) -> Failure {
        if let failure = error as? Failure { return failure }
        if let field = error as? FieldError { return .invalid([field]) }
        if let error = error as? JSONError { return .badRequest(detail: "The body is not valid JSON: \(error.description).") }
        if let failure = mapping(error) {
            log(error, failure, context)
            return failure
        }
        if let error = error as? HTTPError, let failure = Failure(status: error.status, detail: error.body) { return failure }
        if let error = error as? any HTTPResponseError, let failure = Failure(status: error.status) { return failure }
        if error is CancellationError { return .unavailable(retryAfter: 1, detail: "The request took too long.") }
        log(error, .unexpected, context)
        return .unexpected
    }

    private func log(_ error: any Error, _ failure: Failure, _ context: Context) {
        // A fault of the program is worth waking somebody, and tests show it; that something is unavailable may be on purpose.
        let level: Logger.Level = if case .unexpected = failure { .critical } else { failure.status.code >= 500 ? .error : .info }
        context.logger.log(
            level: level, "request failed", metadata: ["cause": "\(error)", "error_type": "\(type(of: error))"])
    }

    func answer(
        _ failure: Failure, to request: Request, _ context: Context, keeping headers: HTTPFields = [:]
    ) async -> Response {
        var response = await body(of: failure, request, context)
        for field in headers where response.headers[field.name] == nil { response.headers.append(field) }
        // Bytes after the header of a HEAD answer would be read as the beginning of the next one.
        if request.method == .head { return response.createHeadResponse() }
        return failure.leavesBodyUnread(of: request) ? response.closing(context.web.channel) : response
    }

    private func body(of failure: Failure, _ request: Request, _ context: Context) async -> Response {
        if request.wantsProblemJSON { return failure.problem(requestID: context.requestID) }
        var headers = failure.headers
        headers[.cacheControl] = "no-store"
        if let page = await render(failure, request, context) {
            return .page(page, status: failure.status, headers: headers)
        }
        let text = "\(failure.title). \(failure.detail) (\(context.requestID))\n"
        headers[.contentType] = "text/plain; charset=utf-8"
        return Response(status: failure.status, headers: headers, body: .init(byteBuffer: ByteBuffer(string: text)))
    }
}

extension Failure {
    /// Whether so much of the body may be unread that reading it to its end costs more than a new connection.
    fileprivate func leavesBodyUnread(of request: Request) -> Bool {
        if case .tooLarge = self { return true }
        guard let length = request.headers[.contentLength].flatMap({ Int($0) }) else {
            return request.headers[.transferEncoding] != nil
        }
        // A handler that ran out of time may still be reading the body.
        if case .unavailable = self { return length > 0 }
        return length > defaultBodyLimit
    }
}
