import Postgres

/// The last row of a chain at some time. A chain cannot show that its newest rows were cut off; a head that was kept elsewhere can.
public struct ChainHead: Sendable, Hashable {
    public let number: Int
    public let hash: String

    public init(number: Int, hash: String) {
        (self.number, self.hash) = (number, hash)
    }
}

/// What came of following a chain of hashes, as far as it holds.
public struct SealedChain: Sendable {
    /// The slug of a tenant, or `platform` for the operators' log.
    public let name: String
    /// How many rows hold.
    public private(set) var rows = 0
    /// How many entries they cover.
    public private(set) var covered = 0
    /// The hash of the last row that holds.
    public private(set) var head = ""
    /// What is wrong; nil if nothing is.
    public internal(set) var problem: String?
    private let mustHold: ChainHead?

    init(name: String, mustHold: ChainHead?) {
        (self.name, self.mustHold) = (name, mustHold)
    }

    /// What to keep elsewhere; nil where nothing is sealed yet.
    public var kept: ChainHead? { rows == 0 ? nil : ChainHead(number: rows, hash: head) }

    /// - Parameters:
    ///   - entries: how many the row covers.
    ///   - holds: whether its hash is what it should be.
    mutating func follow(_ number: Int, entries: Int, hash: String, holds: Bool) {
        guard holds, number == rows + 1 else {
            problem = "row \(rows + 1) is broken: something was changed, added or taken out"
            return
        }
        if let mustHold, mustHold.number == number, mustHold.hash != hash {
            problem = "row \(number) is not the one that was kept: the chain was made anew"
            return
        }
        (rows, covered, head) = (number, covered + entries, hash)
    }

    mutating func end() {
        if problem == nil, let mustHold, mustHold.number > rows {
            problem = "the chain ends at row \(rows), but once had row \(mustHold.number): its end was cut off"
        }
    }
}
