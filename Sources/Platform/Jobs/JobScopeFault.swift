import Synchronization

/// For the test that looks for leaks: runs a job in the scope of the tenant whose job ran before.
package final class JobScopeFault: Sendable {
    private let state = Mutex<(isPlanted: Bool, last: Tenant?)>((false, nil))

    package func plant(_ isPlanted: Bool) {
        state.withLock { $0.isPlanted = isPlanted }
    }

    /// The tenant itself, unless the fault is planted.
    func load(of tenant: Tenant) -> Tenant {
        state.withLock { state in
            defer { state.last = tenant }
            return state.isPlanted ? state.last ?? tenant : tenant
        }
    }
}
