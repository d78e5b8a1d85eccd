import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTPTypes

/// Watches one connection: notices a client that has left or does not read its answer, and says `100 Continue`.
///
/// A client that sends its headers or body too slowly is closed by Hummingbird's idle timeout, which parts of a header
/// do not extend.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let live: LiveRequests
    private let stallTimeout: TimeAmount
    private var stallCheck: Scheduled<Void>?
    private var bytesWaiting = 0
    /// For an answer that only waits for news; called at once if the client has left already.
    var onLeave: (() -> Void)? {
        didSet { if hasLeft { onLeave?() } }
    }
    private var hasLeft = false

    init(live: LiveRequests, stallTimeout: TimeAmount) {
        self.live = live
        self.stallTimeout = stallTimeout
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .head(let head) = unwrapInboundIn(data), head.headerFields[.expect]?.lowercased() == "100-continue" {
            context.writeAndFlush(wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: nil)
        }
        context.fireChannelRead(data)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed? = event as? ChannelEvent { clientLeft(context) }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        stallCheck?.cancel()
        clientLeft(context)
        context.fireChannelInactive()
    }

    private func clientLeft(_ context: ChannelHandlerContext) {
        hasLeft = true
        live.clientLeft(context.channel)
        onLeave?()
    }

    /// The answer piles up here because the client does not read: it has `stallTimeout` to take some of it.
    func channelWritabilityChanged(context: ChannelHandlerContext) {
        stallCheck?.cancel()
        stallCheck = nil
        if !context.channel.isWritable { scheduleStallCheck(context) }
        context.fireChannelWritabilityChanged()
    }

    private func scheduleStallCheck(_ context: ChannelHandlerContext) {
        bytesWaiting = waiting(context)
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        stallCheck = context.eventLoop.scheduleTask(in: stallTimeout) {
            let (handler, context) = bound.value
            handler.closeIfStalled(context)
        }
    }

    private func closeIfStalled(_ context: ChannelHandlerContext) {
        guard waiting(context) < bytesWaiting else { return context.close(promise: nil) }
        scheduleStallCheck(context)
    }

    private func waiting(_ context: ChannelHandlerContext) -> Int {
        (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
    }
}
