import Foundation
import Logging

/// Logs for a person at a terminal: `09:15:00.250 info  request  method=GET path=/contacts`.
public struct TextLogHandler: LogHandler {
    public var logLevel: Logger.Level
    public var metadata: Logger.Metadata = [:]
    public var metadataProvider: Logger.MetadataProvider?

    private let sink: LogSink

    public init(level: Logger.Level = .info, sink: LogSink = .standardOutput) {
        self.sink = sink
        logLevel = level
    }

    public subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        let all = metadata.merging(metadataProvider?.get() ?? [:]) { $1 }.merging(event.metadata ?? [:]) { $1 }
        let pairs = all.sorted { $0.key < $1.key }.map { key, value in
            "\(key == requestIDMetadataKey ? "request_id" : key)=\(quotedIfNeeded("\(value)"))"
        }
        let time = Instant.text(Date()).dropFirst(11).dropLast()
        let level = event.level.rawValue.padding(toLength: 6, withPad: " ", startingAt: 0)
        var line = ([time + " " + level + singleLine("\(event.message)")] + pairs).joined(separator: "  ")
        if let error = event.error { line += "  error=\(quotedIfNeeded("\(error)"))" }
        sink.write(Array((line + "\n").utf8))
    }

    private func quotedIfNeeded(_ text: String) -> String {
        let text = singleLine(text)
        return text.contains(" ") || text.isEmpty ? "\"\(text)\"" : text
    }

    /// Nobody can fake a line of the log with a line feed in a value.
    private func singleLine(_ text: String) -> String {
        String(text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : Character($0) })
    }
}

/// How the process logs.
public enum LogFormat: Sendable {
    /// One JSON object a line, for programs.
    case json
    /// Lines for a person at a terminal.
    case text

    /// Makes every `Logger` of the process log this way; call it once, first thing.
    public func bootstrap(level: Logger.Level, sink: LogSink = .standardOutput) {
        LoggingSystem.bootstrap { label in
            switch self {
            case .json: JSONLogHandler(label: label, level: level, sink: sink)
            case .text: TextLogHandler(level: level, sink: sink)
            }
        }
    }
}
