import CPostgres

/// One row of a result.
public struct Row: Sendable {
    let result: ResultSet
    let index: Int

    /// Reads the first columns in order, as in `let (id, name) = try row.decode((UUID, String?).self)`.
    ///
    /// - Throws: ``PostgresError`` of kind `decoding`, naming the column.
    public func decode<each Value: PostgresDecodable>(_ type: (repeat each Value).Type) throws -> (repeat each Value) {
        var reader = reader
        return (repeat try reader.next((each Value).self))
    }

    /// Reads the first column, as in `let count = try row.decode(Int.self)`.
    ///
    /// - Throws: ``PostgresError`` of kind `decoding`, naming the column.
    public func decode<Value: PostgresDecodable>(_ type: Value.Type) throws -> Value {
        try result.decode(type, row: index, column: 0)
    }

    /// The cell of a column, counted from 0.
    public subscript(column: Int) -> Cell {
        precondition((0..<result.columnCount).contains(column), "column \(column) of \(result.columnCount)")
        return Cell(result: result, row: index, column: column)
    }

    /// Lends all cells at once to code that copies them elsewhere, such as a list of the API.
    public func lend<Value>(_ body: (LentRow) throws -> Value) rethrows -> Value {
        try withExtendedLifetime(result) { try body(LentRow(handle: result.handle, row: Int32(index))) }
    }

    /// Reads the row column by column, from the first.
    public var reader: RowReader { RowReader(result: result, row: index) }
}

/// The cells of a row as bytes, for as long as they are lent.
public struct LentRow {
    fileprivate let handle: OpaquePointer
    fileprivate let row: Int32

    /// The binary form of a column counted from 0; nil is NULL, and so is a column that is not there.
    public subscript(column: Int) -> UnsafeRawBufferPointer? {
        let column = Int32(column)
        let length = Int(PQgetlength(handle, row, column))
        // Only an empty value needs the second question.
        if length == 0, PQgetisnull(handle, row, column) == 1 { return nil }
        return UnsafeRawBufferPointer(start: PQgetvalue(handle, row, column), count: length)
    }
}

/// Reads a row's columns one after the other.
public struct RowReader {
    let result: ResultSet
    let row: Int
    private var column = 0

    init(result: ResultSet, row: Int) {
        self.result = result
        self.row = row
    }

    /// The next column; NULL only fits an optional.
    ///
    /// - Throws: ``PostgresError`` of kind `decoding`, naming the column.
    public mutating func next<Value: PostgresDecodable>(_ type: Value.Type = Value.self) throws -> Value {
        defer { column += 1 }
        return try result.decode(type, row: row, column: column)
    }
}
