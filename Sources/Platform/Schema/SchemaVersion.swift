/// How far a schema has come: the text in `platform.tenants.schema_version`, such as `12-9f8a7b6c5d4e3f2a`.
///
/// Behind a `+` stands a digest of finished index builds and backfills, behind a `~` the newest build that the schema has outgrown.
struct SchemaVersion: Sendable, Hashable, CustomStringConvertible {
    /// How many migrations it has that code relies on: the more, the newer.
    let steps: Int
    /// Of those migrations.
    let digest: String
    let extras: String
    let outgrown: BuildNumber

    init(_ migrations: [Migration]) {
        let required = migrations.filter(\.isRequired)
        let extras = migrations.filter { !$0.isRequired }
        steps = required.count
        digest = Self.digest(of: required, bytes: 8)
        self.extras = extras.isEmpty ? "" : Self.digest(of: extras, bytes: 4)
        outgrown = required.map(\.outgrown).max() ?? .none
    }

    /// - Returns: nil for what no build has written.
    init?(_ text: String) {
        guard let match = text.wholeMatch(of: /([0-9]+)-([0-9a-f]{16})(?:\+([0-9a-f]{8}))?(?:~([0-9.]+))?/), let steps = Int(match.1) else {
            return nil
        }
        self.steps = steps
        digest = String(match.2)
        extras = match.3.map { String($0) } ?? ""
        outgrown = match.4.map { BuildNumber(String($0)) } ?? .none
    }

    var description: String {
        "\(steps)-\(digest)" + (extras.isEmpty ? "" : "+\(extras)") + (outgrown == .none ? "" : "~\(outgrown)")
    }

    private static func digest(of migrations: [Migration], bytes: Int) -> String {
        hexDigest(of: migrations.map { $0.id + $0.checksum }.joined(separator: "\n"), bytes: bytes)
    }
}

/// The number of a build, ordered part by part: 0.9 comes before 0.10.
public struct BuildNumber: Sendable, Hashable, Comparable, CustomStringConvertible, ExpressibleByStringLiteral {
    private let parts: [Int]

    /// Parts that are no numbers count as 0.
    public init(_ text: String) {
        parts = text.split(separator: ".").map { Int($0) ?? 0 }
    }

    public init(stringLiteral text: String) {
        self.init(text)
    }

    /// Before every build.
    static let none = BuildNumber("")

    public static func < (left: BuildNumber, right: BuildNumber) -> Bool { left.parts.lexicographicallyPrecedes(right.parts) }

    public var description: String { parts.map { "\($0)" }.joined(separator: ".") }
}
