/// The strongest lock that a statement takes on a table that others may be using, judged by its first words.
///
/// What is not recognised counts as ACCESS EXCLUSIVE: a plan may frighten, but must not lull.
/// Source: PostgreSQL's documentation, "Explicit Locking" and the page of each command.
public struct StatementLock: Sendable {
    public let mode: LockMode

    public init(_ statement: String) {
        mode = Words(statement).mode
    }
}

/// A statement in lower-case words, without comments, with brackets and commas as words of their own.
private struct Words {
    private let words: [String]

    init(_ statement: String) {
        let lines = statement.split(separator: "\n").map { $0.prefix(upTo: $0.range(ofComment: "--") ?? $0.endIndex) }
        var text = lines.joined(separator: " ").lowercased()
        for sign in ["(", ")", ",", ";"] {
            text = text.split(separator: sign, omittingEmptySubsequences: false).joined(separator: " \(sign) ")
        }
        words = text.split(whereSeparator: \.isWhitespace).map(String.init)
    }

    var mode: LockMode {
        switch words.first {
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
        return actions.map(\.lockOfTableAction).max() ?? .accessExclusive
    }

    private var dropping: LockMode {
        if begins("drop index concurrently") { return .shareUpdateExclusive }
        if begins("drop function") || begins("drop role") || begins("drop type") { return .none }
        return .accessExclusive
    }

    /// The parts of an `alter table`, which stand between commas outside of brackets.
    private var actions: [Words] {
        var parts: [[String]] = [[]]
        var depth = 0
        for word in words.dropFirst(3) {
            if word == "(" { depth += 1 }
            if word == ")" { depth -= 1 }
            if word == ",", depth == 0 { parts.append([]) } else { parts[parts.count - 1].append(word) }
        }
        return parts.map { Words(words: $0) }
    }

    private init(words: [String]) {
        self.words = words
    }

    private var lockOfTableAction: LockMode {
        if contains("validate constraint") || contains("set statistics") || contains("attach partition") { return .shareUpdateExclusive }
        if contains("foreign key") || contains("enable trigger") || contains("disable trigger") { return .shareRowExclusive }
        return .accessExclusive
    }

    private func begins(_ phrase: String) -> Bool {
        words.starts(with: phrase.split(separator: " ").map(String.init))
    }

    private func contains(_ phrase: String) -> Bool {
        let phrase = phrase.split(separator: " ").map(String.init)
        return words.indices.contains { words[$0...].starts(with: phrase) }
    }
}

extension Substring {
    fileprivate func range(ofComment mark: String) -> Index? {
        indices.first { self[$0...].hasPrefix(mark) }
    }
}
