extension SQL: ExpressibleByStringInterpolation {
    /// Text compiled into the program.
    public init(stringLiteral text: StaticString) {
        self.init(utf8: text.withUTF8Buffer { Array($0) })
    }

    public init(stringInterpolation: StringInterpolation) {
        self = stringInterpolation.sql
    }

    /// Literals are `StaticString`, so that the compiler refuses text made at run time.
    public struct StringInterpolation: StringInterpolationProtocol {
        var sql = SQL.empty

        public init(literalCapacity: Int, interpolationCount: Int) {
            sql.utf8.reserveCapacity(literalCapacity + 3 * interpolationCount)
            sql.binds.reserveCapacity(interpolationCount)
        }

        public mutating func appendLiteral(_ literal: StaticString) {
            literal.withUTF8Buffer { sql.utf8 += $0 }
        }

        /// Binds a value.
        public mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value) {
            sql.bind(value)
        }

        /// Binds a value; nil is NULL.
        public mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value?) {
            sql.bind(value)
        }

        /// Writes a number into the text itself, where the planner must know it to reuse a plan, such as a limit: of a bound
        /// one it assumes a tenth of the table, finds that dear, and plans the statement anew each time.
        public mutating func appendInterpolation(literal number: Int) {
            sql.utf8 += String(number).utf8
        }

        /// Splices a fragment in; its values are renumbered.
        public mutating func appendInterpolation(_ fragment: SQL) {
            sql.append(fragment)
        }

        /// Splices a quoted identifier in.
        public mutating func appendInterpolation(_ identifier: SQLIdentifier) {
            sql.utf8 += identifier.quoted.utf8
        }
    }
}
