/// The names of the statements prepared on one connection. A statement gets one with its second use, since most that are
/// run only once would be prepared in vain; every name costs the server about 20 KB.
struct PreparedNames {
    /// How a statement is to be sent.
    enum Use: Equatable {
        case unnamed
        case prepareThenExecute(String)
        case execute(String)
    }

    private static let capacity = 2_000
    private var names: [StatementKey: String] = [:]
    private var usedOnce: Set<StatementKey> = []
    private var lastNumber = 0

    /// Notes a use of the statement.
    mutating func use(_ key: StatementKey) -> Use {
        if let name = names[key] { return .execute(name) }
        if usedOnce.count >= Self.capacity { usedOnce.removeAll(keepingCapacity: true) }
        guard !usedOnce.insert(key).inserted, names.count < Self.capacity else { return .unnamed }
        usedOnce.remove(key)
        lastNumber += 1
        let name = "s\(lastNumber)"
        names[key] = name
        return .prepareThenExecute(name)
    }

    /// The server did not get as far as preparing it.
    mutating func forget(_ key: StatementKey) {
        names[key] = nil
    }
}
