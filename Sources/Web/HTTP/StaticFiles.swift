import Hummingbird
import NIOCore
import Synchronization

/// The files under `templates/static`, held in memory and served under names that change with their content.
///
/// A browser keeps `/static/app.3f2a91c04b7d55e1.css` for good and asks again for `/static/app.css` each time.
public final class StaticFiles: Sendable {
    private struct State {
        var bundle: AssetBundle
        var signature: [String: String]
        var checked: ContinuousClock.Instant
    }

    private let directory: String
    private let prefix: String
    private let reloads: Bool
    private let state: Mutex<State>

    /// Reads all files.
    ///
    /// - Parameters:
    ///   - prefix: Where they are served.
    ///   - reloads: Looks for changed files twice a second, for development.
    public init(directory: String, prefix: String = "/static/", reloads: Bool = false) throws {
        self.directory = directory
        self.prefix = prefix
        self.reloads = reloads
        state = Mutex(
            State(
                bundle: try AssetBundle(directory: directory, prefix: prefix),
                signature: reloads ? AssetBundle.signature(of: directory) : [:], checked: .now))
    }

    /// The address of a file: `url("app.css")` is `/static/app.3f2a91c04b7d55e1.css`. A file that is not there keeps
    /// its plain address and answers 404.
    public func url(_ path: String) -> String {
        prefix + (current.name(of: path) ?? path)
    }

    /// Answers for the part of the address after the prefix.
    ///
    /// - Throws: `Failure.notFound`.
    public func response(to request: Request) throws(Failure) -> Response {
        let path = request.uri.path
        guard path.hasPrefix(prefix), let found = current.find(String(path.dropFirst(prefix.count))) else { throw .notFound }
        return found.asset.response(to: request, isImmutable: found.isImmutable)
    }

    private var current: AssetBundle {
        state.withLock { state in
            if reloads, state.checked.duration(to: .now) > .milliseconds(500) { reload(&state) }
            return state.bundle
        }
    }

    private func reload(_ state: inout State) {
        state.checked = .now
        let signature = AssetBundle.signature(of: directory)
        // An editor may be half-way through saving: what cannot be read now is read at the next look.
        guard signature != state.signature, let bundle = try? AssetBundle(directory: directory, prefix: prefix) else { return }
        state.bundle = bundle
        state.signature = signature
    }
}

extension Endpoints {
    /// Serves `files` below their prefix.
    public func serve(_ files: StaticFiles, at prefix: String = "/static/") {
        plumbing("\(prefix)**") { request, _ in try files.response(to: request) }
    }
}
