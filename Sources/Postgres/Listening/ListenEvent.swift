/// What a listening connection reports.
public enum ListenEvent: Sendable, Hashable {
    /// Listening has begun, also after each reconnect: what was notified before may be lost, so look for it now.
    case connected
    /// Somebody has notified the channel.
    case notification(channel: String, payload: String)
}
