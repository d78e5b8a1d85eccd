import Foundation

extension JSONInput {
    /// Clean text.
    public mutating func text(_ name: String, orNull: Bool = false) -> String? {
        value(name, orNull: orNull) { json throws(FieldError) in try json.text(of: name) }
    }

    /// Text exactly as it was sent: for passwords, where each character counts.
    public mutating func raw(_ name: String) -> String? {
        value(name) { json throws(FieldError) in
            guard let text = json.string else { throw wrong(name, "a text", json) }
            return text
        }
    }

    public mutating func flag(_ name: String) -> Bool? {
        value(name) { json throws(FieldError) in
            guard let flag = json.bool else { throw wrong(name, "true or false", json) }
            return flag
        }
    }

    /// A whole number.
    public mutating func number(_ name: String) -> Int? {
        value(name) { json throws(FieldError) in
            guard let number = json.int else { throw wrong(name, "a whole number", json) }
            return number
        }
    }

    public mutating func id(_ name: String, orNull: Bool = false) -> UUID? {
        value(name, orNull: orNull) { json throws(FieldError) in try json.id(of: name) }
    }

    /// A moment in RFC 3339.
    public mutating func instant(_ name: String, orNull: Bool = false) -> Date? {
        value(name, orNull: orNull) { json throws(FieldError) in
            guard let instant = json.string.flatMap({ Instant.parse($0) }) else {
                throw FieldError(field: name, code: "invalid", message: "This is an instant like 2026-03-31T09:30:00Z.")
            }
            return instant
        }
    }

    /// Members of any names.
    public mutating func object(_ name: String) -> JSONObject? {
        value(name) { json throws(FieldError) in
            guard let object = json.object else { throw wrong(name, "an object", json) }
            return object
        }
    }

    /// Clean texts.
    public mutating func texts(_ name: String, orNull: Bool = false) -> [String]? {
        value(name, orNull: orNull) { json throws(FieldError) in
            try json.list(of: name).map { item throws(FieldError) in try item.text(of: name) }
        }
    }

    public mutating func ids(_ name: String) -> [UUID]? {
        value(name) { json throws(FieldError) in
            try json.list(of: name).map { item throws(FieldError) in try item.id(of: name) }
        }
    }

    /// One of a closed set.
    ///
    /// - Parameter text: how a value is written.
    public mutating func choice<Value>(
        _ name: String, of values: [Value], as text: (Value) -> String, orNull: Bool = false
    ) -> Value? {
        value(name, orNull: orNull) { json throws(FieldError) in
            guard let value = values.first(where: { json == .string(text($0)) }) else { throw Self.noChoice(name, values.map(text)) }
            return value
        }
    }

    /// One of a closed set, which has to be there.
    public mutating func required<Value>(_ name: String, of values: [Value], as text: (Value) -> String) throws(FieldError) -> Value {
        guard let value = choice(name, of: values, as: text) else { throw Self.noChoice(name, values.map(text)) }
        return value
    }

    private static func noChoice(_ name: String, _ known: [String]) -> FieldError {
        FieldError(field: name, code: "unknown", message: "\(name) is one of: \(known.joined(separator: ", ")).")
    }
}

extension JSONValue {
    /// - Throws: what is wrong with it as the member `name`; so do the others.
    fileprivate func text(of name: String) throws(FieldError) -> String {
        guard let string else { throw wrong(name, "a text", self) }
        guard let clean = cleanText(string) else {
            throw FieldError(field: name, code: "invalid", message: "\(name) holds the character U+0000.")
        }
        return clean
    }

    fileprivate func id(of name: String) throws(FieldError) -> UUID {
        guard let string else { throw wrong(name, "an id", self) }
        guard let id = UUID(uuidString: string) else {
            throw FieldError(field: name, code: "not_an_id", message: "\"\(string.prefix(40))\" is not an id.")
        }
        return id
    }

    fileprivate func list(of name: String) throws(FieldError) -> [JSONValue] {
        guard let array else { throw wrong(name, "a list", self) }
        return array
    }
}

private func wrong(_ name: String, _ wanted: Phrase, _ json: JSONValue) -> FieldError {
    FieldError(field: name, code: "wrong_type", message: "This is \(wanted), not \(json.kind).")
}
