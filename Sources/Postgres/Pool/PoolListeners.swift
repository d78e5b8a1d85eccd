import CPostgres

/// Listening connections, which are none of the pool's.
extension Pool {
    func add(_ listener: Listener) {
        guard !listener.isOver else { return }
        listeners.append(listener)
        nextTick = now
    }

    func remove(_ listener: Listener) {
        listener.isOver = true
        disconnect(listener)
        listeners.removeAll { $0 === listener }
    }

    func dialed(_ listener: Listener, _ result: Swift.Result<Handle, PostgresError>) {
        listener.isDialing = false
        guard !listener.isOver else { return }
        switch result {
        case .success(let handle):
            listener.backoff.succeed()
            listener.handle = handle
            poller.add(PQsocket(handle.connection), id: id(of: handle))
            listener.continuation.yield(.connected)
            // What came with the answers to LISTEN has been read already and will not wake the poller.
            receive(listener)
        case .failure(let error):
            listener.backoff.fail()
            logger.warning("cannot listen", metadata: ["error": "\(error)"])
        }
    }

    func listenerIsReady(_ id: UInt64) {
        guard let listener = listeners.first(where: { $0.handle.map(self.id) == id }) else { return }
        receive(listener)
    }

    func reconnectListeners() {
        guard isOpen, drainsUntil == nil else { return }
        for listener in listeners where listener.handle == nil && !listener.isDialing && listener.backoff.retryAt <= .now {
            listener.isDialing = true
            dial(.listener(listener))
        }
    }

    private func receive(_ listener: Listener) {
        guard !listener.receive() else { return }
        logger.warning("listening connection lost")
        disconnect(listener)
        listener.backoff.fail()
    }

    private func disconnect(_ listener: Listener) {
        guard let handle = listener.handle else { return }
        poller.remove(PQsocket(handle.connection))
        listener.handle = nil
    }

    private func id(of handle: Handle) -> UInt64 {
        Self.firstListenerID + UInt64(PQsocket(handle.connection))
    }
}
