import Hummingbird

/// Gives each request a total time: when it is up, the handler is cancelled and the client gets 503. A handler is also
/// cancelled when its client has left.
///
/// It is a responder and no middleware, as the handler must be able to run on in a task of its own while the answer
/// goes out. The time covers reading the request's body and making the answer, not sending a streamed body.
public struct DeadlineResponder<Base: HTTPResponder>: HTTPResponder where Base.Context: WebContext {
    private let base: Base
    private let total: Duration
    private let live: LiveRequests

    init(base: Base, total: Duration, live: LiveRequests) {
        self.base = base
        self.total = total
        self.live = live
    }

    public func respond(to request: Request, context: Base.Context) async throws -> Response {
        let entry = LiveRequest(connection: ObjectIdentifier(context.web.channel), deadline: .now + total)
        live.insert(entry)
        defer { live.remove(entry) }
        entry.start {
            do {
                entry.finish(.success(try await base.respond(to: request, context: context)))
            } catch {
                entry.finish(.failure(error))
            }
        }
        return try await withTaskCancellationHandler {
            try await entry.outcome()
        } onCancel: {
            entry.cancel()
        }
    }
}

extension HTTPResponder where Context: WebContext {
    /// This responder with at most `total` for each request.
    ///
    /// - Parameter live: The clock of the server, the same one that `ServerSettings` has.
    public func deadline(_ total: Duration, _ live: LiveRequests) -> DeadlineResponder<Self> {
        DeadlineResponder(base: self, total: total, live: live)
    }
}
