/// The fixed statements that open and close units, prepared on each connection with their first use.
enum ControlStatement: Hashable, Sendable {
    case begin, beginReadOnly, commit, rollback
    /// Which of the optional settings are made.
    case settings(role: Bool, searchPath: Bool, lockTimeout: Bool)

    static func opening(_ unit: UnitSettings) -> ControlStatement {
        unit.isReadOnly ? .beginReadOnly : .begin
    }

    static func settings(of unit: UnitSettings) -> ControlStatement {
        .settings(role: unit.role != nil, searchPath: unit.searchPath != nil, lockTimeout: unit.lockTimeout != nil)
    }

    /// Stands for the statement in a set of them.
    var bit: UInt32 { 1 << UInt32(index) }

    /// The name it is prepared under.
    var preparedName: String { "c\(index)" }

    private var index: Int {
        switch self {
        case .begin: 0
        case .beginReadOnly: 1
        case .commit: 2
        case .rollback: 3
        case .settings(let role, let searchPath, let lockTimeout):
            4 + (role ? 1 : 0) + (searchPath ? 2 : 0) + (lockTimeout ? 4 : 0)
        }
    }

    /// The text of those without parameters.
    var text: SQL {
        switch self {
        case .begin: "begin"
        case .beginReadOnly: "begin read only"
        case .commit: "commit"
        case .rollback: "rollback"
        case .settings: .empty
        }
    }
}

extension UnitSettings {
    /// Makes the settings for the current transaction only.
    var settingsStatement: SQL {
        var sql: SQL = "select "
        if let role { sql.append("set_config('role', \(role), true), ") }
        if let searchPath { sql.append("set_config('search_path', \(searchPath), true), ") }
        if let lockTimeout { sql.append("set_config('lock_timeout', \(lockTimeout.inMilliseconds), true), ") }
        sql.append(
            """
            set_config('statement_timeout', \(statementTimeout.inMilliseconds), true), \
            set_config('idle_in_transaction_session_timeout', '30000', true)
            """)
        return sql.named("unit settings")
    }
}

extension Duration {
    var inMilliseconds: String {
        String(components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000)
    }
}
