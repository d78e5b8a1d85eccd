/// Shows progress on standard error: a bar that is drawn over on a terminal, otherwise a line every two seconds.
actor ProgressDisplay {
    private let clock = ContinuousClock()
    private let began = ContinuousClock.now
    private let onTerminal = StandardStreams.showsMessagesOnTerminal
    private var lastShown: ContinuousClock.Instant?

    func show(total: Int, done: Int, failed: Int = 0, deferred: Int = 0) {
        let now = clock.now
        let pause: Duration = onTerminal ? .milliseconds(100) : .seconds(2)
        if let lastShown, now - lastShown < pause { return }
        // Whatever is over within a blink needs no progress.
        if lastShown == nil, now - began < .milliseconds(300) { return }
        lastShown = now
        let elapsed = (now - began) / .seconds(1)
        let text = ProgressText(total: total, done: done, failed: failed, deferred: deferred, elapsed: elapsed)
        if onTerminal { StandardStreams.say("\r\u{1B}[K" + text.bar(width: 24), terminator: "") } else { StandardStreams.say(text.line) }
    }

    /// Leaves the terminal clean for what is said next.
    func end() {
        if onTerminal, lastShown != nil { StandardStreams.say("\r\u{1B}[K", terminator: "") }
    }
}
