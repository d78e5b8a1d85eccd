import Crypto
import Foundation
import Postgres
import Web

/// What operators did through the console: append-only, each row sealing the one before it.
public struct OperatorAudit: Sendable {
    /// One command, before it acts or after.
    public struct Entry: Sendable {
        public let `operator`: String
        public let host: String
        public let command: String
        /// Secrets are never among them: they are no command-line arguments.
        public let arguments: [String]

        public init(operator: String, host: String, command: String, arguments: [String]) {
            self.operator = `operator`
            self.host = host
            self.command = command
            self.arguments = arguments
        }
    }

    private let client: PostgresClient

    public init(_ platform: Platform) {
        client = platform.client
    }

    /// Runs `body` between a row that says what is about to happen and one that says how it ended.
    public func around<T: Sendable>(_ entry: Entry, _ body: @Sendable () async throws -> T) async throws -> T {
        try await append(entry, phase: "started", result: "")
        do {
            let result = try await body()
            try await append(entry, phase: "done", result: "")
            return result
        } catch {
            try? await append(entry, phase: "failed", result: "\(error)")
            throw error
        }
    }

    /// One row of the log.
    public struct Row: Sendable {
        public let number: Int
        public let at: Date
        public let `operator`: String
        public let host: String
        public let command: String
        public let arguments: [String]
        public let phase: String
        public let result: String
    }

    /// The newest rows that match, the oldest of them first.
    public func list(operator: String? = nil, command: String? = nil, limit: Int) async throws -> [Row] {
        let rows = try await client.perform(
            UnitSettings(),
            """
            select number, at, operator, host, command, arguments, phase, result from platform.operator_audit
            where (\(`operator`) is null or operator = \(`operator`)) and (\(command) is null or command = \(command))
            order by number desc limit \(limit)
            """)
        return try rows.reversed().map { row in
            var row = row.reader
            return Row(
                number: try row.next(), at: try row.next(), operator: try row.next(), host: try row.next(), command: try row.next(),
                arguments: try JSONDecoder().decode([String].self, from: Data(try row.next(String.self).utf8)), phase: try row.next(),
                result: try row.next())
        }
    }

    /// Follows the chain from its beginning.
    /// - Parameter head: what an earlier run has shown and somebody has kept: it must still be part of the chain.
    public func verify(against head: ChainHead? = nil) async throws -> SealedChain {
        var (chain, previous) = (SealedChain(name: Self.chainName, mustHold: head), "")
        for row in try await client.perform(UnitSettings(), Self.rows) where chain.problem == nil {
            let (number, digest, before, hash) = try row.decode((Int, String, String, String).self)
            chain.follow(number, entries: 1, hash: hash, holds: before == previous && Self.seal(previous, digest) == hash)
            previous = hash
        }
        chain.end()
        return chain
    }

    /// No tenant has this name.
    public static let chainName = "platform"

    private func append(_ entry: Entry, phase: String, result: String) async throws {
        let arguments = JSON(text: String(decoding: try JSONEncoder().encode(entry.arguments), as: UTF8.self))
        try await client.transaction(UnitSettings()) { transaction in
            try await transaction.execute("select pg_advisory_xact_lock(7305515)")
            let last = try await transaction.query("select number, hash from platform.operator_audit order by number desc limit 1")
            let (number, previous) = try last.first?.decode((Int, String).self) ?? (0, "")
            let inserted = try await transaction.query(
                """
                insert into platform.operator_audit
                    (number, at, operator, host, command, arguments, phase, result, previous_hash, hash)
                values (\(number + 1), clock_timestamp(), \(entry.operator), \(entry.host), \(entry.command), \(arguments), \(phase), \(result), \(previous), '')
                returning \(Self.digest)
                """)
            let digest = try inserted.first?.decode(String.self) ?? ""
            try await transaction.execute(
                "update platform.operator_audit set hash = \(Self.seal(previous, digest)) where number = \(number + 1)")
        }
    }

    /// What a row's seal covers, spelled by the database so that writing and checking see the same text. What could hold the bar
    /// between two columns has it marked, so that nothing moves from one to the next; JSON shows by itself where it ends.
    private static let digest: SQL = """
        concat_ws('|', number, extract(epoch from at), \(marked("operator")), \(marked("host")), \(marked("command")), arguments,
                  \(marked("phase")), result)
        """

    private static func marked(_ column: SQLIdentifier) -> SQL {
        "replace(replace(\(column), '\\', '\\\\'), '|', '\\|')"
    }

    private static let rows: SQL = "select number, \(digest), previous_hash, hash from platform.operator_audit order by number"

    private static func seal(_ previous: String, _ digest: String) -> String {
        SHA256.hash(data: Data((previous + "|" + digest).utf8)).map { String(format: "%02x", $0) }.joined()
    }
}
