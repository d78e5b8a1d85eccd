import CPostgres

/// Owns a `PGresult`, which never changes once libpq has handed it over.
final class ResultSet: @unchecked Sendable {
    let handle: OpaquePointer
    let rowCount: Int
    let columnCount: Int

    init(_ handle: OpaquePointer) {
        self.handle = handle
        rowCount = Int(PQntuples(handle))
        columnCount = Int(PQnfields(handle))
    }

    deinit {
        PQclear(handle)
    }

    var affected: Int { Int(String(cString: PQcmdTuples(handle))) ?? 0 }

    func columnName(_ column: Int) -> String { String(cString: PQfname(handle, Int32(column))) }

    func type(_ column: Int) -> UInt32 { PQftype(handle, Int32(column)) }

    /// The cell's bytes; nil is NULL. They live as long as the result.
    func bytes(row: Int, column: Int) -> UnsafeRawBufferPointer? {
        let row = Int32(row)
        let column = Int32(column)
        guard PQgetisnull(handle, row, column) == 0 else { return nil }
        return UnsafeRawBufferPointer(
            start: PQgetvalue(handle, row, column), count: Int(PQgetlength(handle, row, column)))
    }

    func decode<Value: PostgresDecodable>(_: Value.Type, row: Int, column: Int) throws -> Value {
        guard column < columnCount else { throw PostgresError.decoding("there are only \(columnCount) columns") }
        do {
            return try Value.decode(cell: bytes(row: row, column: column), type: type(column))
        } catch var error as PostgresError where error.column == nil {
            error.column = columnName(column)
            throw error
        }
    }
}
