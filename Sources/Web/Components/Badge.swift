/// A state in a word or two, with a dot whose colour repeats what the word says.
public struct Badge: Component {
    var label: String
    var tone: Tone
    var hasDot: Bool
    var hue: Int?

    public init(_ label: String, tone: Tone = .neutral, dot: Bool = true) {
        (self.label, self.tone, hasDot) = (label, tone, dot)
    }

    /// A word of somebody's own, in one of the twelve colours that portraits have; nil is grey.
    public init(_ label: String, hue: Int?) {
        (self.label, tone, hasDot, self.hue) = (label, .neutral, hue != nil, hue)
    }

    public var html: HTML {
        "<span class=\"badge \(tone.rawValue)\(if: !hasDot, " plain")\(hue.map { " hue-\($0)" as HTML })\">\(label)</span>"
    }
}
