/// How long something took each time, counted in classes.
public struct DurationHistogram: Sendable, Hashable {
    /// The longest duration of each class but the last, which takes the rest.
    public static let bounds: [Duration] = [
        .milliseconds(1), .milliseconds(5), .milliseconds(25), .milliseconds(100), .milliseconds(500), .seconds(1), .seconds(5),
    ]

    /// One more than there are bounds. A vector rather than an array, so that copying it allocates nothing.
    private var counts = SIMD8<Int>.zero
    public private(set) var total: Duration = .zero
    public private(set) var longest: Duration = .zero

    public init() {}

    /// How many durations were counted.
    public var count: Int { counts.wrappedSum() }

    /// How many were at most as long as each of ``bounds``.
    public var cumulativeCounts: [Int] {
        var sum = 0
        return Self.bounds.indices.map { index in
            sum += counts[index]
            return sum
        }
    }

    mutating func add(_ duration: Duration) {
        counts[Self.bounds.firstIndex { duration <= $0 } ?? Self.bounds.count] += 1
        total += duration
        longest = max(longest, duration)
    }
}
