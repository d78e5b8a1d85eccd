/// The names of the statements prepared on one connection. A statement gets one with its second use, since most that are
/// run only once would be prepared in vain; every name costs the server about 20 KB.
struct PreparedNames {
    /// How a statement is to be sent.
    enum Use: Equatable {
        case unnamed
        case prepareThenExecute(String)
        case execute(String)
    }

    private let limit: Int
    private var names: RecentlyUsed<StatementKey, String>
    /// The hashes of those that have no name yet; two that are alike only mean that one is prepared too early.
    private var usedOnce: Set<Int> = []
    private var lastNumber = 0
    /// Names that had to make room, and that the server still keeps.
    private var evicted: [String] = []
    /// How many different statements were seen, each counted per namespace. One that comes back after long counts again.
    private(set) var seen = 0

    init(limit: Int) {
        self.limit = limit
        names = RecentlyUsed(limit: limit)
    }

    /// Notes a use of the statement.
    mutating func use(_ key: StatementKey) -> Use {
        if let name = names.use(key) { return .execute(name) }
        if usedOnce.count >= 4 * limit { usedOnce.removeAll(keepingCapacity: true) }
        if usedOnce.insert(key.hash).inserted {
            seen += 1
            return .unnamed
        }
        usedOnce.remove(key.hash)
        lastNumber += 1
        let name = "s\(lastNumber)"
        if let old = names.add(name, for: key.withoutValues) { evicted.append(old) }
        return .prepareThenExecute(name)
    }

    /// The server did not get as far as preparing it.
    mutating func forget(_ key: StatementKey, _ name: String) {
        names.remove(key)
        evicted.removeAll { $0 == name }
    }

    /// The names that the server is to forget with the next unit. One that is made in the same pipeline is never among them, so
    /// that it is known by then whether it was.
    mutating func takeEvicted() -> [String] {
        defer { evicted.removeAll() }
        return evicted
    }

    /// The server did not get as far as forgetting it.
    mutating func keepEvicted(_ name: String) {
        evicted.append(name)
    }
}
