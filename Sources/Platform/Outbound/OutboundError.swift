/// Why a request to another machine has brought no answer. Its description is safe to show to whoever named the address.
public enum OutboundError: Error, Hashable, Sendable {
    /// Not `http` or `https`, without a host, or with a password in it.
    case malformedURL
    case unknownHost
    /// The host is, or leads to, an address or port that is not on the public web.
    case refused(host: String)
    case tooManyRedirects
    /// The answer is larger than what was asked for may be.
    case tooLarge
    case timedOut
    /// No connection, or one that broke. `reason` is for the log.
    case unreachable(reason: String)
    /// It failed so often of late that it is left in peace for a while.
    case pausing(name: String)
}

extension OutboundError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .malformedURL: "the address must begin with http:// or https:// and hold no password"
        case .unknownHost: "the host's name is not known"
        case .refused(let host): "\(host) is not on the public internet"
        case .tooManyRedirects: "it redirects too often"
        case .tooLarge: "the answer is too large"
        case .timedOut: "it took too long"
        case .unreachable: "no connection could be made, or it broke"
        case .pausing(let name): "\(name) has failed repeatedly and is not asked for the moment"
        }
    }
}
