import Foundation

extension PostgresClient {
    /// Where the database is and how the pool behaves.
    public struct Configuration: Sendable {
        /// libpq's parameters by keyword, passwords included: never to be logged.
        var parameters: [String: String]
        /// How many connections are kept open.
        public var connections = 8
        /// How many units may wait for a connection; more fail with `poolExhausted`.
        public var queueLimit = 1024
        /// The part of the queue that the units of one namespace may fill, and the part of the connections that they may hold
        /// while others wait. What nobody else wants is anybody's.
        public var namespaceShare = 0.75
        /// How long a unit without a deadline waits for a connection.
        public var leaseTimeout: Duration = .seconds(5)
        /// How long one attempt to connect may take; in whole seconds, at least two.
        public var connectTimeout: Duration = .seconds(5)
        /// Off for poolers that give each transaction another server connection.
        public var preparesStatements = true
        /// How many statements stay prepared on each connection; the one not used for longest makes room. The server needs about
        /// 20 KB for each.
        public var preparedLimit = 1_500
        /// How many different statements of different namespaces a connection is for before it is replaced: the server
        /// remembers every table of theirs, and gives that memory back only at the end.
        public var connectionUses = 2_000
        /// How old a connection gets before it is replaced. Each ends up to a fifth earlier, so that they do not end together.
        public var connectionLifetime: Duration = .seconds(1_800)
        /// Round trips that take longer than this are logged, with the text of their statements and without bound values; nil
        /// logs none.
        public var slowStatement: Duration? = .milliseconds(250)
        /// What `pg_stat_activity` shows.
        public var applicationName = "tessera"

        /// - Parameter url: a libpq URL or `key=value` string.
        /// - Throws: ``PostgresError`` of kind `configuration`; it never shows a part of the string.
        public init(url: String) throws {
            parameters = try ConnectionString.parse(url)
        }

        /// The user to log in as.
        public var user: String? {
            get { parameters["user"] }
            set { parameters["user"] = newValue }
        }

        /// The password to log in with.
        public var password: String? {
            get { parameters["password"] }
            set { parameters["password"] = newValue }
        }

        /// The database to connect to.
        public var database: String? {
            get { parameters["dbname"] }
            set { parameters["dbname"] = newValue }
        }

        /// How many connections one namespace may hold while others wait.
        var leaseShare: Int { max(1, Int(namespaceShare * Double(connections))) }

        /// How many units of one namespace may wait.
        var queueShare: Int { Int((namespaceShare * Double(queueLimit)).rounded(.up)) }

        /// What libpq is given: the connection string's parameters and ours.
        package var connectionParameters: [String: String] {
            var all = parameters
            all["client_encoding"] = "UTF8"
            all["application_name"] = applicationName
            all["connect_timeout"] = String(max(2, connectTimeout.components.seconds))
            if all["sslmode"] == nil, ConnectionString.leavesMachine(all) { all["sslmode"] = "require" }
            // A peer that vanished without a word is noticed within a minute.
            all.merge(["keepalives_idle": "30", "keepalives_interval": "10", "keepalives_count": "3"]) { old, _ in old }
            return all
        }
    }
}
