/// What a unit of work runs as. Everything here is local to its transaction and gone afterwards.
public struct UnitSettings: Sendable, Hashable {
    /// The role taken up; nil stays the login role.
    public var role: String?
    /// The schemas that unqualified names are looked up in, as `SET search_path` takes them; nil keeps the login role's.
    public var searchPath: String?
    /// The longest that one statement may run on the server; zero is without limit.
    public var statementTimeout: Duration
    /// The longest wait for one lock; nil keeps the server's.
    public var lockTimeout: Duration?
    /// When the whole unit must be over, waiting for a connection included. Without one, a connection is waited for as long as
    /// the client's `leaseTimeout` says.
    public var deadline: ContinuousClock.Instant?
    /// Whether writing fails.
    public var isReadOnly: Bool

    public init(
        role: String? = nil,
        searchPath: String? = nil,
        statementTimeout: Duration = .seconds(10),
        lockTimeout: Duration? = nil,
        deadline: ContinuousClock.Instant? = nil,
        isReadOnly: Bool = false
    ) {
        self.role = role
        self.searchPath = searchPath
        self.statementTimeout = statementTimeout
        self.lockTimeout = lockTimeout
        self.deadline = deadline
        self.isReadOnly = isReadOnly
    }

    /// Prepared statements are kept apart by this, since a plan belongs to the schemas it was made for.
    var namespace: String { searchPath ?? "" }
}
