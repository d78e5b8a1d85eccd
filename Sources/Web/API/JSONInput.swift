/// Reads the members of a JSON body by type, and notes everything that is wrong with them, so that a client mends it all at once.
///
/// ```swift
/// let change = try JSONInput.read(body) { NoteChange(body: $0.text("body"), isPinned: $0.flag("is_pinned")) }
/// ```
///
/// What is absent is read as nil, and so is what is wrong, which `read` refuses in the end. A member that nobody reads is unknown and
/// refused, too, so that a typing error never looks like success.
public struct JSONInput {
    private let members: JSONObject
    private var read: Set<String> = []
    private var errors: [FieldError] = []

    private init(_ members: JSONObject) {
        self.members = members
    }

    /// What `reading` makes of `body`.
    ///
    /// - Throws: `Failure.badRequest` for what is no object, and `Failure.invalid` naming each member that is wrong. What `reading`
    ///   throws itself counts only where nothing was wrong before, as it may follow from that.
    public static func read<Value>(_ body: JSONValue, _ reading: (inout JSONInput) throws -> Value) throws -> Value {
        var input = JSONInput(try body.bodyMembers())
        let outcome = Result { try reading(&input) }
        if case .success = outcome { input.refuseUnread() }
        guard input.errors.isEmpty else { throw Failure.invalid(input.errors) }
        return try outcome.get()
    }

    private mutating func refuseUnread() {
        errors += members.names.filter { !read.contains($0) }.map {
            FieldError(field: $0, code: "unknown_field", message: "There is no field \"\($0)\".")
        }
    }

    /// Whether a member is there, even if as null.
    public mutating func names(_ name: String) -> Bool {
        read.insert(name)
        return members[name] != nil
    }

    /// Notes each of these members that is not there.
    public mutating func require(_ names: String...) {
        errors += names.filter { members[$0] == nil }.map { FieldError(field: $0, code: "required", message: "This is required.") }
    }

    /// What to throw where a member has to be there, and is not.
    public func missing(_ name: String, _ message: Phrase) -> FieldError {
        FieldError(field: name, code: "required", message: message)
    }

    /// A member as `convert` reads it.
    ///
    /// - Parameter orNull: whether null is right, too, and read as nil.
    public mutating func value<Value>(
        _ name: String, orNull: Bool = false, _ convert: (JSONValue) throws(FieldError) -> Value
    ) -> Value? {
        read.insert(name)
        guard let value = members[name], !(orNull && value.isNull) else { return nil }
        do throws(FieldError) {
            return try convert(value)
        } catch {
            errors.append(error)
            return nil
        }
    }
}

extension JSONValue {
    /// The members of a body.
    ///
    /// - Throws: `Failure.badRequest` for what is no object.
    public func bodyMembers() throws(Failure) -> JSONObject {
        guard let object else { throw .badRequest(detail: "The body is a JSON object.") }
        return object
    }
}
