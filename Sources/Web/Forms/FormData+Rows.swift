import Foundation

extension FormData {
    /// The rows of a repeated group: `emails[0][address]=…&emails[0][label]=…&emails[3][address]=…`.
    ///
    /// Rows come in the order of their numbers, gaps close, and each row is a form of its own with the inner names.
    /// Numbers above 9,999 are no rows.
    public func rows(_ name: String) -> [FormData] {
        var rows: [Int: FormData] = [:]
        let prefix = name + "["
        for entry in entries where entry.name.hasPrefix(prefix) {
            guard let (number, field) = Self.rowField(entry.name.dropFirst(prefix.count)) else { continue }
            rows[number, default: FormData()].append(field, entry.value)
        }
        return rows.sorted { $0.key < $1.key }.map(\.value)
    }

    /// Splits `0][address]` into 0 and `address`.
    private static func rowField(_ rest: Substring) -> (number: Int, field: String)? {
        guard let end = rest.range(of: "]["), rest.last == "]", let number = Int(rest[..<end.lowerBound]),
            (0...9_999).contains(number)
        else { return nil }
        return (number, String(rest[end.upperBound...].dropLast()))
    }
}
