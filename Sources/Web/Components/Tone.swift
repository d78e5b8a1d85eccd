/// What a colour says; the colours themselves come from the style sheet.
public enum Tone: String, Sendable, CaseIterable {
    /// Says nothing in particular.
    case neutral
    case info, success, warning, danger
    /// The tenant's own colour.
    case brand
}
