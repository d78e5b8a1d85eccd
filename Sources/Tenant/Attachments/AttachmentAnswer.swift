import Foundation
import HTTPTypes
import Hummingbird
import Platform
import Web

extension Attachment {
    /// The file as a download: whatever it is, no browser shows it or runs it.
    func download(from files: TenantFiles) async throws -> Response {
        // A type that a browser might take for a page is not even told.
        try await answer(from: files, .attachment, type: hasPreview ? mediaType : "application/octet-stream")
    }

    /// The file as something to look at, in a frame of its own where nothing runs.
    /// - Throws: `Failure.notFound` for what has no preview.
    func preview(from files: TenantFiles, for request: Request) async throws -> Response {
        guard hasPreview else { throw Failure.notFound }
        if request.headers[.ifNoneMatch] == tag { return Response(status: .notModified, headers: [.eTag: tag]) }
        return try await answer(from: files, .inline, type: mediaType == "text/plain" ? "text/plain; charset=utf-8" : mediaType)
    }

    private func answer(from files: TenantFiles, _ kind: ContentDisposition.Kind, type: String) async throws -> Response {
        let pieces = try await files.lend(digest).pieces()
        return Response(
            status: .ok,
            headers: [
                .contentType: type, .contentDisposition: ContentDisposition(kind, filename: fileName).description,
                .xContentTypeOptions: "nosniff", .contentSecurityPolicy: Self.policy, .cacheControl: "private, no-cache", .eTag: tag,
            ],
            body: ResponseBody(contentLength: size) { writer in
                for try await piece in pieces { try await writer.write(ByteBuffer(bytes: piece)) }
                try await writer.finish(nil)
            })
    }

    private var tag: String { "\"\(digest.description.prefix(32))\"" }

    private static let policy = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"
}
