import Synchronization

/// The worker of this process, if it runs one.
final class WorkerSlot: Sendable {
    private let worker = Mutex<JobWorker?>(nil)

    func set(_ worker: JobWorker) {
        self.worker.withLock { $0 = worker }
    }

    func wake() {
        worker.withLock { $0 }?.wake()
    }
}
