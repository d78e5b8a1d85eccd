import Foundation
import Logging

/// Logs one JSON object a line: `{"at","level","message","logger","request_id"?,…metadata}`.
public struct JSONLogHandler: LogHandler {
    public var logLevel: Logger.Level
    public var metadata: Logger.Metadata = [:]
    public var metadataProvider: Logger.MetadataProvider?

    private let label: String
    private let sink: LogSink

    public init(label: String, level: Logger.Level = .info, sink: LogSink = .standardOutput) {
        self.label = label
        self.sink = sink
        logLevel = level
    }

    public subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        var line = JSONWriter.bytes(capacity: 384) { json in
            json.object { json in
                json.field("at", Date())
                json.field("level", event.level.rawValue)
                json.field("message", event.message.description)
                json.field("logger", label)
                write(metadata, except: event.metadata, to: &json)
                if let more = metadataProvider?.get() { write(more, except: event.metadata, to: &json) }
                if let own = event.metadata { write(own, except: nil, to: &json) }
                if let error = event.error { json.field("error", "\(error)") }
            }
        }
        line.append(UInt8(ascii: "\n"))
        sink.write(line)
    }

    /// A line's own metadata wins over the logger's, so that no name stands in it twice.
    private func write(_ metadata: Logger.Metadata, except winner: Logger.Metadata?, to json: inout JSONWriter) {
        for (key, value) in metadata where winner?[key] == nil {
            json.name(dynamic: key == requestIDMetadataKey ? "request_id" : key)
            write(value, to: &json)
        }
    }

    private func write(_ value: Logger.MetadataValue, to json: inout JSONWriter) {
        switch value {
        case .string(let text): json.value(text)
        case .stringConvertible(let number as Int): json.value(number)
        case .stringConvertible(let number as Double): json.value(number)
        case .stringConvertible(let flag as Bool): json.value(flag)
        case .stringConvertible(let other): json.value(other.description)
        case .array(let elements): json.array(elements) { write($1, to: &$0) }
        case .dictionary(let members):
            json.object { json in
                for (name, member) in members {
                    json.name(dynamic: name)
                    write(member, to: &json)
                }
            }
        }
    }
}
