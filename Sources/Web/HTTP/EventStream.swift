import HTTPTypes
import Hummingbird
import NIOCore

/// Writes server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html).
public struct EventStreamWriter {
    var writer: any ResponseBodyWriter

    /// - Parameters:
    ///   - id: what a browser that was cut off names in `Last-Event-ID`.
    ///   - data: one line.
    public mutating func send(_ event: String, id: String, data: String) async throws {
        try await write("event: \(event)\nid: \(id)\ndata: \(data)\n\n")
    }

    /// A line that browsers ignore and proxies count as a sign of life.
    public mutating func beat() async throws {
        try await write(":\n\n")
    }

    /// How long a browser waits before it comes back after it was cut off.
    mutating func announceRetry(_ pause: Duration) async throws {
        try await write("retry: \(Int(pause / .milliseconds(1)))\n\n")
    }

    private mutating func write(_ text: String) async throws {
        try await writer.write(ByteBuffer(string: text))
    }
}

extension Response {
    /// A stream of events that goes on until `body` returns. It is neither compressed nor kept, and no deadline ends it.
    ///
    /// - Parameters:
    ///   - onLeave: called when the client has gone, perhaps more than once: make `body` return.
    ///   - body: writes the events, and now and then a beat.
    public static func eventStream(
        to context: some WebContext, retry: Duration = .seconds(2), onLeave: @escaping @Sendable () -> Void,
        _ body: @escaping @Sendable (inout EventStreamWriter) async throws -> Void
    ) -> Response {
        context.web.channel.whenClientLeaves(onLeave)
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store",
                // Proxies that collect answers would hold the events back.
                .init("X-Accel-Buffering")!: "no",
            ],
            body: ResponseBody { writer in
                var events = EventStreamWriter(writer: writer)
                try await events.announceRetry(retry)
                try await body(&events)
                try await events.writer.finish(nil)
            })
    }
}

extension Channel {
    /// A handler that only waits would not notice by itself.
    fileprivate func whenClientLeaves(_ body: @escaping @Sendable () -> Void) {
        eventLoop.execute {
            guard self.isActive, let watch = try? self.pipeline.syncOperations.handler(type: ConnectionGuard.self) else { return body() }
            watch.onLeave = body
        }
    }
}
