/// How far something long has come, in a line for people.
struct ProgressText: Sendable {
    let total: Int
    let done: Int
    let failed: Int
    let deferred: Int
    /// Since it began, in seconds.
    let elapsed: Double

    /// `12 of 50 done, 1 failed, 2 deferred, 6.0/s, 6 s left`
    var line: String {
        var parts = ["\(done) of \(total) done", "\(failed) failed", "\(deferred) deferred"]
        let settled = done + failed
        if elapsed > 0, settled > 0 {
            let rate = Double(settled) / elapsed
            parts.append("\(Self.oneDecimal(rate))/s")
            parts.append("\(Self.time((Double(total - settled) / rate).rounded(.up))) left")
        }
        return parts.joined(separator: ", ")
    }

    /// The line behind a bar of `width` characters.
    func bar(width: Int) -> String {
        let filled = total == 0 ? width : min(width, (done + failed) * width / total)
        return "[" + String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled) + "] " + line
    }

    private static func oneDecimal(_ number: Double) -> String {
        "\((number * 10).rounded() / 10)"
    }

    private static func time(_ seconds: Double) -> String {
        seconds < 90 ? "\(Int(seconds)) s" : seconds < 5_400 ? "\(Int((seconds / 60).rounded())) min" : "\(oneDecimal(seconds / 3_600)) h"
    }
}
