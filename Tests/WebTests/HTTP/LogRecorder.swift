import Foundation
import Logging
import Synchronization

@testable import Web

/// Catches what is logged as JSON, by way of a pipe.
final class LogRecorder: Sendable {
    let logger: Logger
    private let pipe: (read: Int32, write: Int32)
    private let text = Mutex("")

    init() {
        var descriptors: [Int32] = [0, 0]
        Foundation.pipe(&descriptors)
        _ = fcntl(descriptors[0], F_SETFL, O_NONBLOCK)
        pipe = (descriptors[0], descriptors[1])
        let sink = LogSink(descriptor: descriptors[1])
        logger = Logger(label: "test") { JSONLogHandler(label: $0, level: .info, sink: sink) }
    }

    deinit {
        close(pipe.read)
        close(pipe.write)
    }

    /// Everything that was logged until now.
    var lines: [String] {
        text.withLock { text in
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while case let count = Foundation.read(pipe.read, &buffer, buffer.count), count > 0 {
                text += String(decoding: buffer.prefix(count), as: UTF8.self)
            }
            return text.split(separator: "\n").map(String.init)
        }
    }
}
