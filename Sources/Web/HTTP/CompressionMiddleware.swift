import HTTPTypes
import Hummingbird

/// Compresses texts over 1 KB with gzip for clients that take it, whole bodies and streams alike.
///
/// Event streams are left alone, as their lines must go out one by one. Secrets in compressed pages are masked
/// (`CSRF`), because the size of a compressed answer tells something about what is in it.
public struct CompressionMiddleware<Context: WebContext>: RouterMiddleware {
    private static var minimumSize: Int { 1024 }
    /// Whole bodies up to here are compressed in one go and keep a length; larger ones are streamed.
    private static var wholeSize: Int { 512 * 1024 }

    public init() {}

    public func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let response = try await next(request, context)
        guard isCompressible(response) else { return response }
        guard acceptsGzip(request) else { return response.varying() }
        return try await compressed(response).varying()
    }

    private func isCompressible(_ response: Response) -> Bool {
        guard response.body.contentLength ?? .max >= Self.minimumSize, response.headers[.contentEncoding] == nil,
            response.status != .partialContent, let type = response.headers[.contentType]
        else { return false }
        return isText(type)
    }

    private func compressed(_ response: Response) async throws -> Response {
        var response = response
        let body = response.body
        if let length = body.contentLength, length <= Self.wholeSize {
            let collector = BodyCollector()
            try await body.write(collector)
            response.body = ResponseBody(byteBuffer: gzip(collector.buffer))
        } else {
            response.body = ResponseBody { writer in
                try await body.write(GzipWriter(writer: writer))
            }
        }
        response.headers[.contentEncoding] = "gzip"
        return response
    }
}

/// Whether a body of this type gets smaller by compression.
func isText(_ contentType: String) -> Bool {
    if contentType.hasPrefix("text/") { return !contentType.hasPrefix("text/event-stream") }
    guard contentType.hasPrefix("application/") || contentType.hasPrefix("image/svg") else { return false }
    return ["json", "javascript", "xml"].contains { contentType.contains($0) }
}

/// Whether the client lists gzip without giving it a weight of zero.
func acceptsGzip(_ request: Request) -> Bool {
    guard let header = request.headers[.acceptEncoding] else { return false }
    return header.split(separator: ",").contains { part in
        let words = part.split(separator: ";").map { $0.trimmingSpaces().lowercased() }
        guard words.first == "gzip" || words.first == "*" else { return false }
        return !words.dropFirst().contains { $0.hasPrefix("q=") && Double($0.dropFirst(2)) == 0 }
    }
}

extension Response {
    /// Tells caches that the answer depends on `Accept-Encoding`.
    fileprivate func varying() -> Response {
        var response = self
        response.headers.append(HTTPField(name: .vary, value: "Accept-Encoding"))
        return response
    }
}
