import Foundation

/// A plain TCP connection, for clients that do not behave. It never blocks a thread, as the server under test shares them.
final class RawConnection: Sendable {
    private let descriptor: Int32
    private let timeout: Duration

    /// - Parameter timeout: How long `read` waits.
    init(port: Int, timeout: Duration = .seconds(20)) {
        self.timeout = timeout
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    }

    deinit {
        Foundation.close(descriptor)
    }

    /// Ends our half: the server sees that nothing more will come.
    func shutdownSending() {
        shutdown(descriptor, Int32(SHUT_WR))
    }

    func write(_ text: String) {
        let bytes = Array(text.utf8)
        _ = send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    /// What has arrived: nil nothing yet, empty when the server has closed.
    func peek() -> String? {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        if count < 0, errno == EAGAIN { return nil }
        return String(decoding: buffer.prefix(max(count, 0)), as: UTF8.self)
    }

    /// The next piece; empty when the server has closed, nil when nothing came in time.
    func read() async throws -> String? {
        let end = ContinuousClock.now + timeout
        while ContinuousClock.now < end {
            if let piece = peek() { return piece }
            try await Task.sleep(for: .milliseconds(5))
        }
        return nil
    }

    /// Everything until the server closes or is silent for too long.
    func readToEnd() async throws -> (text: String, isClosed: Bool) {
        var text = ""
        while let piece = try await read() {
            if piece.isEmpty { return (text, true) }
            text += piece
        }
        return (text, false)
    }
}
