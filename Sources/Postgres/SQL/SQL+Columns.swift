extension SQL {
    /// One array out of fragments that are each one bound value of the same type, for `unnest` over columns that are known only
    /// at run time. A cast behind each value goes along: values that are `$1::numeric` become `$1::numeric[]`. A value that is an
    /// array itself has no place in another: it goes in as ``arrayLiteral(_:)``.
    public static func array(bound values: [SQL]) -> SQL {
        guard let first = values.first, let bind = first.binds.first, let type = PostgresOID.array(of: bind.type) else {
            preconditionFailure("there is no array of this type")
        }
        precondition(values.allSatisfy { $0.binds.count == 1 && $0.utf8 == first.utf8 }, "a value is one bind, written as the others are")
        var array = SQL.empty
        array.bind(bytes: bytes(of: values, type: bind.type), type: type)
        let cast = first.utf8.dropFirst(array.utf8.count)
        return cast.isEmpty ? array : array + SQL(utf8: Array(cast) + "[]".utf8)
    }

    private static func bytes(of values: [SQL], type: UInt32) -> [UInt8] {
        var bytes: [UInt8] = []
        for number in [1, 1, Int32(bitPattern: type), Int32(values.count), 1] { number.encodeBigEndian(into: &bytes) }
        for value in values {
            Int32(value.binds[0].length ?? -1).encodeBigEndian(into: &bytes)
            bytes += value.values
        }
        return bytes
    }

    /// The text that casts to `text[]`.
    public static func arrayLiteral(_ texts: [String]) -> String {
        var literal = "{"
        for (index, text) in texts.enumerated() {
            literal += index == 0 ? "\"" : ",\""
            for character in text.unicodeScalars {
                if character == "\"" || character == "\\" { literal.unicodeScalars.append("\\") }
                literal.unicodeScalars.append(character)
            }
            literal += "\""
        }
        return literal + "}"
    }
}

extension PostgresOID {
    /// The type of arrays whose elements have this type.
    static func array(of type: UInt32) -> UInt32? {
        switch type {
        case bool: boolArray
        case int2: int2Array
        case int4: int4Array
        case int8: int8Array
        case float8: float8Array
        case text: textArray
        case timestamptz: timestamptzArray
        case date: dateArray
        case uuid: uuidArray
        case jsonb: jsonbArray
        default: nil
        }
    }
}
