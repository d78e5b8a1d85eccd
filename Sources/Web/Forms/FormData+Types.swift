import Foundation

extension FormData {
    /// Whether a check box is ticked: `on`, `true`, `1` and `yes` are, anything else and nothing are not.
    public func bool(_ name: String) -> Bool {
        ["on", "true", "1", "yes"].contains(string(name).lowercased())
    }

    /// A whole number; nil when the field is empty.
    ///
    /// - Throws: A `FieldError` with code `not_a_number`.
    public func int(_ name: String) throws(FieldError) -> Int? {
        try typed(name, "not_a_number", "Please enter a whole number.") { Int($0) }
    }

    /// A day as `<input type=date>` sends it, `YYYY-MM-DD`; nil when the field is empty.
    ///
    /// - Throws: A `FieldError` with code `not_a_date`.
    public func date(_ name: String) throws(FieldError) -> Day? {
        try typed(name, "not_a_date", "Please enter a date as year-month-day, like 2026-01-31.") { Day(iso: $0) }
    }

    /// An id; nil when the field is empty.
    ///
    /// - Throws: A `FieldError` with code `not_an_id`.
    public func uuid(_ name: String) throws(FieldError) -> UUID? {
        try typed(name, "not_an_id", "Please choose one from the list.") { UUID(uuidString: $0) }
    }

    private func typed<Value>(
        _ name: String, _ code: String, _ message: Phrase, _ read: (String) -> Value?
    ) throws(FieldError) -> Value? {
        guard let text = nonEmpty(name) else { return nil }
        guard let value = read(text) else { throw FieldError(field: name, code: code, message: message) }
        return value
    }
}
