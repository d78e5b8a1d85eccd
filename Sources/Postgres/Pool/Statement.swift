/// A statement on its way, with the key of its prepared name; without a key it is never prepared.
struct Statement: Sendable {
    let sql: SQL
    let key: StatementKey?

    init(_ sql: SQL, key: StatementKey?) {
        self.sql = sql
        self.key = key
    }
}

/// What a prepared name stands for: a text, the types of its values, and the schema that its plan is for. Hashed once, in the
/// task that asks, so that the poller thread does not have to.
struct StatementKey: Sendable, Hashable {
    private let namespace: String
    private var sql: SQL
    let hash: Int

    init(namespace: String, sql: SQL) {
        self.namespace = namespace
        self.sql = sql
        var hasher = Hasher()
        hasher.combine(namespace)
        sql.utf8.withUnsafeBytes { hasher.combine(bytes: $0) }
        hash = hasher.finalize()
    }

    /// For keeping: values are nobody's business any more once they have been sent.
    var withoutValues: StatementKey {
        var key = self
        key.sql.values = []
        return key
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(hash)
    }

    static func == (first: StatementKey, second: StatementKey) -> Bool {
        first.hash == second.hash && first.sql.utf8 == second.sql.utf8 && first.namespace == second.namespace
            && first.sql.binds.elementsEqual(second.sql.binds) { $0.type == $1.type }
    }
}
