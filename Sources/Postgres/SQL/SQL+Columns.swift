extension SQL {
    /// One array out of fragments that are each one bound value of the same type, for `unnest` over columns that are known only
    /// at run time. A value that is an array itself has no place in another: it goes in as ``arrayLiteral(_:)``.
    public static func array(bound values: [SQL]) -> SQL {
        precondition(values.allSatisfy { $0.binds.count == 1 }, "a value is one bind")
        var array = SQL.empty
        guard let first = values.first?.binds.first, let type = PostgresOID.array(of: first.type) else {
            preconditionFailure("there is no array of this type")
        }
        array.bind(bytes: bytes(of: values, type: first.type), type: type)
        return array
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
