import Foundation
import Glibc
import Synchronization

/// Stands between a client and a server on 127.0.0.1 and misbehaves on demand. A thread per direction, nothing else.
public final class TCPProxy: Sendable {
    /// What it does with data and with new connections.
    public enum Mode: Sendable {
        case pass
        /// Keeps what arrives until it passes again; new connections are taken but lead nowhere.
        case stall
        /// Closes new connections at once; existing ones go on.
        case refuse
    }

    private struct State {
        var mode = Mode.pass
        var isClosed = false
        var sockets: Set<Int32> = []
    }

    /// Where it listens on 127.0.0.1.
    public let port: UInt16
    private let listener: Int32
    private let target: UInt16
    private let state = Mutex(State())

    /// - Parameter target: the server's port on 127.0.0.1.
    public init(to target: UInt16) throws {
        self.target = target
        (listener, port) = try Self.listenOnFreePort()
        Thread.detachNewThread { self.accept() }
    }

    /// Changes what it does from now on.
    public func set(_ mode: Mode) {
        state.withLock { $0.mode = mode }
    }

    /// Cuts every connection through it.
    public func cut() {
        state.withLock { state in
            for socket in state.sockets { shutdown(socket, Int32(SHUT_RDWR)) }
        }
    }

    /// How many connections go through it.
    public var connectionCount: Int { state.withLock { $0.sockets.count / 2 } }

    /// Stops listening and cuts every connection.
    public func stop() {
        state.withLock { $0.isClosed = true }
        shutdown(listener, Int32(SHUT_RDWR))
        cut()
    }

    private func accept() {
        while true {
            let client = Glibc.accept(listener, nil, nil)
            if client < 0 { break }
            let server = state.withLock(\.mode) == .refuse ? -1 : connectToTarget()
            guard server >= 0 else {
                close(client)
                continue
            }
            state.withLock { $0.sockets.formUnion([client, server]) }
            pump(client, server)
        }
        close(listener)
    }

    private func connectToTarget() -> Int32 {
        let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = Self.loopback(port: target)
        let isConnected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(server, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        if isConnected { return server }
        close(server)
        return -1
    }

    /// Both directions; the sockets are closed when both have ended.
    private func pump(_ client: Int32, _ server: Int32) {
        let ended = Ended()
        for (source, sink) in [(client, server), (server, client)] {
            Thread.detachNewThread {
                self.copy(from: source, to: sink)
                shutdown(source, Int32(SHUT_RDWR))
                shutdown(sink, Int32(SHUT_RDWR))
                if ended.isLast() { self.forget(client, server) }
            }
        }
    }

    private func copy(from source: Int32, to sink: Int32) {
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = recv(source, &buffer, buffer.count, 0)
            if count <= 0 { return }
            while state.withLock({ $0.mode == .stall && !$0.isClosed }) { usleep(2_000) }
            var sent = 0
            while sent < count {
                let written = buffer.withUnsafeBytes { bytes in
                    send(sink, bytes.baseAddress! + sent, count - sent, Int32(MSG_NOSIGNAL))
                }
                if written <= 0 { return }
                sent += written
            }
        }
    }

    private func forget(_ client: Int32, _ server: Int32) {
        state.withLock { $0.sockets.subtract([client, server]) }
        close(client)
        close(server)
    }

    private static func listenOnFreePort() throws -> (listener: Int32, port: UInt16) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = loopback(port: 0)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, size) == 0 && listen(listener, 64) == 0 && getsockname(listener, $0, &size) == 0
            }
        }
        guard isListening else { throw POSIXError(.EADDRNOTAVAIL) }
        return (listener, UInt16(bigEndian: address.sin_port))
    }

    private static func loopback(port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }
}

/// Counts the directions of a connection that have ended.
private final class Ended: Sendable {
    private let count = Atomic<Int>(0)

    func isLast() -> Bool { count.add(1, ordering: .acquiringAndReleasing).newValue == 2 }
}
