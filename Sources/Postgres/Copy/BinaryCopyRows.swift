/// Builds the bytes of `COPY … FROM STDIN (FORMAT binary)`, the fastest way to insert many rows.
///
/// ```swift
/// var rows = BinaryCopyRows(columns: 2)
/// for person in people { rows.append(person.id, person.nickname) }
/// try await writer.write(rows.finish())
/// ```
/// The types must be exactly those of the columns.
public struct BinaryCopyRows: Sendable {
    private let columns: Int
    private var bytes: [UInt8]

    public init(columns: Int) {
        self.columns = columns
        bytes = Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0x00]
        Int32(0).encodeBigEndian(into: &bytes)
        Int32(0).encodeBigEndian(into: &bytes)
    }

    /// The size built up so far, in bytes; for writing in portions with ``take()``.
    public var size: Int { bytes.count }

    /// Adds a row; nil is NULL. There must be as many values as columns.
    public mutating func append<each Value: PostgresEncodable>(_ values: repeat (each Value)?) {
        Int16(columns).encodeBigEndian(into: &bytes)
        var count = 0
        for value in repeat each values {
            ArrayForm.encodeSized(value, into: &bytes)
            count += 1
        }
        precondition(count == columns, "\(count) values for \(columns) columns")
    }

    /// Begins a row whose values follow one by one through ``add(_:)``, where the columns are known only at run time.
    public mutating func beginRow() {
        Int16(columns).encodeBigEndian(into: &bytes)
    }

    /// Adds the next value of the row that was begun; nil is NULL. The server refuses a row that has more or fewer than columns.
    public mutating func add<Value: PostgresEncodable>(_ value: Value?) {
        ArrayForm.encodeSized(value, into: &bytes)
    }

    /// Hands over what was built since the last time; more rows may follow.
    public mutating func take() -> [UInt8] {
        defer { bytes = [] }
        return bytes
    }

    /// Hands over the rest with the end mark.
    public mutating func finish() -> [UInt8] {
        Int16(-1).encodeBigEndian(into: &bytes)
        return take()
    }
}
