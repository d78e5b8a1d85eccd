/// One thing that a command would change: what `--dry-run` shows instead of doing it.
public struct PlannedChange: Sendable, Hashable {
    /// A verb: `create`, `change`, `migrate`, …
    public let action: String
    /// What it happens to, as an operator names it.
    public let target: String
    /// What becomes of it, in a few words.
    public let detail: String

    public init(_ action: String, _ target: String, _ detail: String = "") {
        self.action = action
        self.target = target
        self.detail = detail
    }
}
