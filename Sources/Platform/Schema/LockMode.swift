/// PostgreSQL's table locks, weakest first, in the order of its documentation.
public enum LockMode: Int, Sendable, Comparable, CaseIterable, CustomStringConvertible {
    case none, accessShare, rowShare, rowExclusive, shareUpdateExclusive, share, shareRowExclusive, exclusive, accessExclusive

    public static func < (left: LockMode, right: LockMode) -> Bool { left.rawValue < right.rawValue }

    /// As PostgreSQL's documentation spells it.
    public var description: String {
        switch self {
        case .none: "none"
        case .accessShare: "ACCESS SHARE"
        case .rowShare: "ROW SHARE"
        case .rowExclusive: "ROW EXCLUSIVE"
        case .shareUpdateExclusive: "SHARE UPDATE EXCLUSIVE"
        case .share: "SHARE"
        case .shareRowExclusive: "SHARE ROW EXCLUSIVE"
        case .exclusive: "EXCLUSIVE"
        case .accessExclusive: "ACCESS EXCLUSIVE"
        }
    }

    /// What a tenant's people notice while it is held.
    public var effect: String {
        switch self {
        case .none, .accessShare, .rowShare, .rowExclusive, .shareUpdateExclusive: "nobody waits"
        case .share, .shareRowExclusive, .exclusive: "writers wait"
        case .accessExclusive: "everybody waits"
        }
    }
}
