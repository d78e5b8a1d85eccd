/// The strongest lock that a statement takes on a table that others may be using, judged by its first words.
///
/// What is not recognised counts as ACCESS EXCLUSIVE: a plan may frighten, but must not lull.
/// Source: PostgreSQL's documentation, "Explicit Locking" and the page of each command.
public struct StatementLock: Sendable {
    public let mode: LockMode

    public init(_ statement: String) {
        mode = SQLWords(statement).lock
    }
}

extension SQLWords {
    fileprivate var lock: LockMode {
        switch first {
        case "create": creating
        case "alter": altering
        case "drop": dropping
        case "select": contains("for update") || contains("for share") ? .rowShare : .accessShare
        case "insert", "update", "delete", "merge", "copy": .rowExclusive
        case "comment", "analyze": .shareUpdateExclusive
        case "vacuum": contains("full") ? .accessExclusive : .shareUpdateExclusive
        case "reindex": contains("concurrently") ? .shareUpdateExclusive : .accessExclusive
        case "refresh": contains("concurrently") ? .exclusive : .accessExclusive
        case "grant", "revoke", "set": .none
        default: .accessExclusive
        }
    }

    private var creating: LockMode {
        if begins("create index") || begins("create unique index") {
            return contains("concurrently") ? .shareUpdateExclusive : .share
        }
        if contains("trigger") { return .shareRowExclusive }
        if begins("create table") {
            if contains("partition of") { return .accessExclusive }
            return contains("references") ? .shareRowExclusive : .none
        }
        if begins("create or replace view") || contains("rule") { return .accessExclusive }
        return .none
    }

    private var altering: LockMode {
        if begins("alter type") || begins("alter function") || begins("alter default") || begins("alter role") { return .none }
        guard begins("alter table") else { return .accessExclusive }
        return SQLWords(words: words.dropFirst(3)).parts.map(\.lockOfTableAction).max() ?? .accessExclusive
    }

    private var dropping: LockMode {
        if begins("drop index concurrently") { return .shareUpdateExclusive }
        if begins("drop function") || begins("drop role") || begins("drop type") { return .none }
        return .accessExclusive
    }

    private var lockOfTableAction: LockMode {
        if contains("validate constraint") || contains("set statistics") || contains("attach partition") { return .shareUpdateExclusive }
        if contains("foreign key") || contains("enable trigger") || contains("disable trigger") { return .shareRowExclusive }
        return .accessExclusive
    }
}
