import Foundation
import NIOPosix

/// A plain TCP connection, for clients that do not behave. It blocks a thread of its own pool, never a task's.
final class RawConnection: Sendable {
    private let descriptor: Int32

    /// - Parameter timeout: Seconds that `read` waits.
    init(port: Int, timeout: Int = 5) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var wait = timeval(tv_sec: timeout, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    deinit {
        close()
    }

    func close() {
        Foundation.close(descriptor)
    }

    /// Ends our half: the server sees that nothing more will come.
    func shutdownSending() {
        shutdown(descriptor, Int32(SHUT_WR))
    }

    func write(_ text: String) async throws {
        let bytes = Array(text.utf8)
        try await NIOThreadPool.singleton.runIfActive { [descriptor] in
            _ = bytes.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        }
    }

    /// The next piece; empty when the server has closed, nil when nothing came in time.
    func read() async throws -> String? {
        try await NIOThreadPool.singleton.runIfActive { [descriptor] in
            var buffer = [UInt8](repeating: 0, count: 65_536)
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count < 0, errno == EAGAIN { return nil }
            return String(decoding: buffer.prefix(max(count, 0)), as: UTF8.self)
        }
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
