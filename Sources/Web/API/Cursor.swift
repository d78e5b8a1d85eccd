import Foundation

/// Where a list goes on: the sort values of the last record, signed, so that clients can keep it but not make one up.
public struct Cursor: Sendable {
    private static let codeLength = 16

    private let keys: SigningKeys

    public init(_ ring: KeyRing) {
        keys = ring.keys(for: "cursor")
    }

    /// Encodes the position after a record.
    ///
    /// - Parameters:
    ///   - values: The record's sort values, its id last.
    ///   - list: What the position is good for: the list with its sort order, and the tenant.
    public func encode(_ values: [JSONValue], list: String) -> String {
        let payload = JSONValue.array(values).serialized
        return Base64URL.encode(keys.authenticationCode(for: message(payload, list)).prefix(Self.codeLength) + payload)
    }

    /// The sort values of `cursor`.
    ///
    /// - Throws: `Failure.invalid` naming `cursor` when it was made up, cut, or belongs to another list or sort order.
    public func decode(_ cursor: String, list: String) throws(Failure) -> [JSONValue] {
        guard let bytes = Base64URL.decode(cursor), bytes.count > Self.codeLength else { throw Self.invalid }
        let payload = Array(bytes.dropFirst(Self.codeLength))
        guard keys.verify(bytes.prefix(Self.codeLength), of: message(payload, list)),
            let values = try? JSONValue(parsing: payload).array
        else { throw Self.invalid }
        return values
    }

    /// The list's name cannot run into the payload: the byte between them occurs in neither.
    private func message(_ payload: [UInt8], _ list: String) -> [UInt8] {
        Array(list.utf8) + [0] + payload
    }

    private static let invalid = Failure.invalid(
        "cursor", "invalid_cursor", "This cursor is not valid for this list. Start again without it.")
}
