import CPostgres

extension PostgresError {
    /// What the server said about a statement that failed.
    init(_ result: OpaquePointer, statement: String?) {
        serverMessage = Self.field("M", of: result)
        sqlState = Self.field("C", of: result)
        kind = sqlState.map { Kind(sqlState: $0, message: Self.field("M", of: result) ?? "") } ?? .connectionLost
        constraint = Self.field("n", of: result)
        table = Self.field("t", of: result)
        column = Self.field("c", of: result)
        self.statement = statement
    }

    /// A field of an error or notice by its code in the protocol.
    static func field(_ code: Unicode.Scalar, of result: OpaquePointer?) -> String? {
        PQresultErrorField(result, Int32(code.value)).map { String(cString: $0) }
    }
}
