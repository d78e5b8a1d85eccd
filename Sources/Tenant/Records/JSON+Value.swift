import Postgres
import Web

extension JSON {
    /// A value as a column keeps it.
    init(_ value: JSONValue) {
        self.init(text: String(decoding: value.serialized, as: UTF8.self))
    }
}
