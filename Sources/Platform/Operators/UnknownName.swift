/// Nothing of this name exists, where an operator has named one.
public struct UnknownName: Error, Sendable, CustomStringConvertible {
    let kind: String
    let name: String

    /// - Parameter kind: what was looked for, as in "There is no *tenant* …".
    public init(_ kind: String, _ name: String) {
        self.kind = kind
        self.name = name
    }

    public var description: String { "There is no \(kind) \"\(name)\"." }
}
