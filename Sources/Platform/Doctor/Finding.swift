/// What one look at the installation has shown.
public struct Finding: Sendable, Hashable {
    public enum Level: String, Sendable {
        case ok
        /// Works, but without something.
        case warn
        case fail
    }

    /// What was looked at; stable, for programs.
    public let check: String
    public let level: Level
    /// What was seen.
    public let detail: String
    /// What to do about it; empty when nothing is.
    public let remedy: String

    static func ok(_ check: String, _ detail: String) -> Finding {
        Finding(check: check, level: .ok, detail: detail, remedy: "")
    }

    static func warn(_ check: String, _ detail: String, mend remedy: String) -> Finding {
        Finding(check: check, level: .warn, detail: detail, remedy: remedy)
    }

    static func fail(_ check: String, _ detail: String, mend remedy: String) -> Finding {
        Finding(check: check, level: .fail, detail: detail, remedy: remedy)
    }
}
