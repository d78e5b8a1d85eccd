/// How far a long job is. With `poll` it refreshes itself from an address that answers the same component,
/// and rests once an answer comes without `poll`.
public struct ProgressBar: Component {
    var label: String
    var fraction: Double?
    var amount: String?
    var rate: String?
    var timeLeft: String?
    var poll: String?
    var topics: [String]
    var everySeconds: Int
    var texts: Texts

    /// - Parameters:
    ///   - fraction: 0…1; nil when it cannot be known.
    ///   - amount: what is done of what, such as `4,200 of 10,000 rows`.
    ///   - rate: such as `1,900 rows/s`.
    ///   - timeLeft: such as `3 min`.
    ///   - poll: address of the next state; nil when the job has ended.
    ///   - topics: asks at once when one of them is said to have changed; see `LiveUpdates`.
    public init(
        _ label: String, fraction: Double?, amount: String? = nil, rate: String? = nil, timeLeft: String? = nil,
        poll: String? = nil, topics: [String] = [], everySeconds: Int = 1, texts: Texts = .english
    ) {
        (self.label, self.fraction, self.amount, self.rate) = (label, fraction, amount, rate)
        (self.timeLeft, self.poll, self.topics, self.everySeconds, self.texts) = (timeLeft, poll, topics, everySeconds, texts)
    }

    public var html: HTML {
        """
        <div class="progress"\(attribute: "data-behaviour", poll.map { _ in "poll" })\
        \(attribute: "data-url", poll.map { SafeURL($0).text })\(attribute: "data-seconds", poll.map { _ in everySeconds })\
        \(attribute: "data-topics", poll == nil || topics.isEmpty ? nil : topics.joined(separator: " "))>\
        <p><strong>\(label)</strong>\(percent.map { "<span class=\"push\">\($0) %</span>" })</p>\
        <progress max="100"\(attribute: "value", percent) aria-label="\(label)"></progress>\
        <p class="progress-notes">\(notes)</p></div>
        """
    }

    private var percent: Int? {
        fraction.map { Int((min(max($0, 0), 1) * 100)) }
    }

    private var notes: String {
        [amount, rate, timeLeft.map { texts("\($0) left") }].compactMap { $0 }.joined(separator: " · ")
    }
}

/// Where one is in something that takes several pages.
public struct Steps: Component {
    var labels: [String]
    var current: Int
    var texts: Texts

    /// - Parameter current: position of the step shown, counted from zero.
    public init(_ labels: [String], current: Int, texts: Texts = .english) {
        (self.labels, self.current, self.texts) = (labels, current, texts)
    }

    public var html: HTML {
        """
        <ol class="steps" aria-label="\(texts("Step \(current + 1) of \(labels.count)"))">\
        \(each: labels.enumerated(), { html(of: $0.element, at: $0.offset) })</ol>
        """
    }

    private func html(of label: String, at index: Int) -> HTML {
        """
        <li\(attribute: "aria-current", index == current ? "step" : nil)\(if: index < current, " class=\"done\"")>\
        <span class="step-mark">\(if: index < current, "\(Icon.check)", else: "\(index + 1)")</span><span>\(label)</span></li>
        """
    }
}
