/// A state in a word or two, with a dot whose colour repeats what the word says.
public struct Badge: Component {
    var label: String
    var tone: Tone
    var hasDot: Bool

    public init(_ label: String, tone: Tone = .neutral, dot: Bool = true) {
        (self.label, self.tone, hasDot) = (label, tone, dot)
    }

    public var html: HTML {
        "<span class=\"badge \(tone.rawValue)\(if: !hasDot, " plain")\">\(label)</span>"
    }
}
