import CPostgres
import Glibc

/// Waits for many sockets at once.
struct Poller: ~Copyable {
    private let descriptor = cpostgres_epoll_create()
    private var ready = [UInt64](repeating: 0, count: 64)

    deinit {
        close(descriptor)
    }

    func add(_ socket: Int32, id: UInt64) {
        _ = cpostgres_epoll_add(descriptor, socket, id, cpostgres_readable)
    }

    /// Says what is waited for on a socket.
    func change(_ socket: Int32, id: UInt64, reading: Bool, writing: Bool) {
        let events = (reading ? cpostgres_readable : 0) | (writing ? cpostgres_writable : 0)
        _ = cpostgres_epoll_modify(descriptor, socket, id, events)
    }

    func remove(_ socket: Int32) {
        _ = cpostgres_epoll_remove(descriptor, socket)
    }

    /// The ids of the sockets that are ready; empty when the time is up. -1 waits for ever.
    mutating func wait(milliseconds: Int32) -> ArraySlice<UInt64> {
        let count = cpostgres_epoll_wait(descriptor, &ready, Int32(ready.count), milliseconds)
        return ready[..<max(0, Int(count))]
    }
}
