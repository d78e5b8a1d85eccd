extension SQL {
    /// The same fragment over another table alias: with `r` to `r1`, `lower(r.email)` becomes `lower(r1.email)`. Texts in quotes
    /// stay as they are.
    package func reading(_ alias: StaticString, as other: SQL) -> SQL {
        let name = alias.withUTF8Buffer { Array($0) }
        var renamed = SQL.empty
        renamed.values = values
        renamed.binds = binds
        renamed.utf8.reserveCapacity(utf8.count + 16)
        var (next, index) = (0, 0)
        var isQuoted = false
        while index < utf8.count {
            if next < binds.count, binds[next].mark == index {
                renamed.binds[next].mark = renamed.utf8.count
                next += 1
            }
            if utf8[index] == UInt8(ascii: "'") { isQuoted.toggle() }
            if !isQuoted, names(name, at: index) {
                renamed.utf8 += other.utf8
                index += name.count
            } else {
                renamed.utf8.append(utf8[index])
                index += 1
            }
        }
        return renamed
    }

    /// Whether the qualifier `name.` stands at `index`, as a word of its own.
    private func names(_ name: [UInt8], at index: Int) -> Bool {
        let end = index + name.count
        guard end < utf8.count, utf8[end] == UInt8(ascii: "."), utf8[index..<end].elementsEqual(name) else { return false }
        return index == 0 || !Self.belongsToName(utf8[index - 1])
    }

    private static func belongsToName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "_"), UInt8(ascii: "$"), UInt8(ascii: "."), UInt8(ascii: "\""), 0x80...:
            true
        default: false
        }
    }
}
