import HTTPTypes
import Hummingbird
import NIOCore

extension Response {
    /// This answer, after which the connection ends although the request's body has not been read.
    ///
    /// Closing at once would make the kernel reset the connection, and the client could lose the answer while it still
    /// sends. So our half is closed first, what arrives is thrown away for two seconds, then the rest is closed.
    public func closing(_ channel: any Channel) -> Response {
        let body = self.body
        var response = Response(
            status: status, headers: headers,
            body: ResponseBody(contentLength: body.contentLength) { writer in
                try await body.write(writer)
                channel.close(mode: .output, promise: nil)
                channel.eventLoop.scheduleTask(in: .seconds(2)) { channel.close(promise: nil) }
            })
        response.headers[.connection] = "close"
        return response
    }
}
