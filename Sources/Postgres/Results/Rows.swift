/// The result of one statement. Rows are decoded when asked for, straight from libpq's memory, which is freed with the last copy.
public struct Rows: Sendable, RandomAccessCollection {
    let result: ResultSet

    public var startIndex: Int { 0 }
    public var endIndex: Int { result.rowCount }
    public subscript(position: Int) -> Row {
        precondition(indices.contains(position), "row \(position) of \(count)")
        return Row(result: result, index: position)
    }

    /// The names of the columns, in order.
    public var columns: [String] { (0..<result.columnCount).map(result.columnName) }

    /// How many rows the command inserted, updated, deleted or selected.
    public var affected: Int { result.affected }

    /// Every row as a `Value`.
    ///
    /// - Throws: ``PostgresError`` of kind `decoding`, naming the column.
    public func decode<Value: RowDecodable>(_ type: Value.Type = Value.self) throws -> [Value] {
        try map { row in
            var reader = row.reader
            return try Value(row: &reader)
        }
    }
}

/// A type that reads itself from a row, column by column in the order of the select list.
public protocol RowDecodable {
    init(row: inout RowReader) throws
}
