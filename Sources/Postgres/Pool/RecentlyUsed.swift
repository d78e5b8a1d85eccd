/// A dictionary of at most so many values: the one not asked for longest makes room for the next. Each step takes the same time,
/// however many there are.
struct RecentlyUsed<Key: Hashable, Value> {
    /// Neighbours in the order of use are linked by their places in `entries`.
    private struct Entry {
        var key: Key
        var value: Value
        var newer: Int?
        var older: Int?
    }

    private let limit: Int
    private var entries: [Entry] = []
    private var places: [Key: Int] = [:]
    private var free: [Int] = []
    private var newest: Int?
    private var oldest: Int?

    init(limit: Int) {
        self.limit = max(1, limit)
    }

    /// The value, which counts as used now.
    mutating func use(_ key: Key) -> Value? {
        guard let place = places[key] else { return nil }
        if place != newest {
            unlink(place)
            linkAsNewest(place)
        }
        return entries[place].value
    }

    /// Adds a value for a new key.
    /// - Returns: the one that had to make room.
    mutating func add(_ value: Value, for key: Key) -> Value? {
        var evicted: Value?
        if places.count >= limit, let oldest { evicted = remove(entries[oldest].key) }
        let entry = Entry(key: key, value: value)
        let place = free.popLast() ?? entries.endIndex
        if place == entries.endIndex { entries.append(entry) } else { entries[place] = entry }
        places[key] = place
        linkAsNewest(place)
        return evicted
    }

    @discardableResult
    mutating func remove(_ key: Key) -> Value? {
        guard let place = places.removeValue(forKey: key) else { return nil }
        unlink(place)
        free.append(place)
        return entries[place].value
    }

    private mutating func unlink(_ place: Int) {
        let (newer, older) = (entries[place].newer, entries[place].older)
        if let newer { entries[newer].older = older } else { newest = older }
        if let older { entries[older].newer = newer } else { oldest = newer }
    }

    private mutating func linkAsNewest(_ place: Int) {
        entries[place].newer = nil
        entries[place].older = newest
        if let newest { entries[newest].newer = place }
        newest = place
        oldest = oldest ?? place
    }
}
