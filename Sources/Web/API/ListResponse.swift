import HTTPTypes
import Hummingbird

extension Response {
    /// A part of a list: `{"data":[…],"next_cursor":…}`. Lists are somebody's own view of what changes all the time, so nobody keeps them.
    ///
    /// - Parameters:
    ///   - next: Where the next part begins; nil at the end.
    ///   - capacity: Bytes to reserve for it.
    ///   - write: Writes one item.
    ///   - rest: Writes what else there is to say of the list.
    @inlinable
    public static func list<Items: Sequence>(
        _ items: Items, next: String? = nil, capacity: Int = 4_096,
        _ write: (inout JSONWriter, Items.Element) throws -> Void, rest: (inout JSONWriter) -> Void = { _ in }
    ) rethrows -> Response {
        try .json(headers: [.cacheControl: "private, no-store"], capacity: capacity) { json in
            try json.object { json in
                try json.field("data") { json in try json.array(items, write) }
                json.field("next_cursor", next)
                rest(&json)
            }
        }
    }
}
