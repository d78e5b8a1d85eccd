/// Where the files under `templates/static/` are reached.
public struct Assets: Sendable {
    private let resolve: @Sendable (String) -> String

    /// - Parameter url: turns a path below `templates/static/`, such as `app.css`, into an address a browser can load,
    ///   usually with a fingerprint of the content in it.
    public init(url: @escaping @Sendable (String) -> String) {
        resolve = url
    }

    /// Addresses without fingerprints, for tests and plain setups.
    public static let plain = Assets { "/static/\($0)" }

    /// The address of a file, given its path below `templates/static/`.
    public func url(_ path: String) -> String {
        resolve(path)
    }
}
