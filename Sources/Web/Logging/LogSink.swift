import Foundation
import Synchronization

/// Where log lines go: a file descriptor, one whole line at a time.
public final class LogSink: Sendable {
    public static let standardOutput = LogSink(descriptor: 1)
    public static let standardError = LogSink(descriptor: 2)

    private let descriptor: Int32
    private let lock = Mutex(())

    public init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Writes `line`, which ends with a line feed. What cannot be written is lost: a full disk must not stop the server.
    func write(_ line: [UInt8]) {
        lock.withLock { _ in
            var rest = line[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
                guard count > 0 || (count < 0 && errno == EINTR) else { return }
                rest = rest.dropFirst(max(count, 0))
            }
        }
    }
}
