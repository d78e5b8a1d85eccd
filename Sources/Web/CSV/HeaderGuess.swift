/// Whether the first row of a table names its columns.
///
/// Names are short, distinct, and neither numbers nor dates nor addresses; and what names a column is not
/// also a value in it.
struct HeaderGuess {
    private let first: [String]
    private let rest: ArraySlice<[String]>

    init(_ rows: [[String]]) {
        first = rows.first ?? []
        rest = rows.dropFirst()
    }

    var isHeader: Bool {
        let names = first.map { folded($0) }
        let given = names.filter { !$0.isEmpty }
        guard !given.isEmpty, Set(given).count == given.count, given.allSatisfy(couldBeName) else { return false }
        return !names.indices.contains { column in
            !names[column].isEmpty && rest.contains { column < $0.count && folded($0[column]) == names[column] }
        }
    }

    private func couldBeName(_ text: String) -> Bool {
        text.count <= 100 && text.contains(where: \.isLetter) && !text.contains("@") && !text.contains("://")
            && !startsWithDate(text)
    }

    /// Numbers have no letters and are out already, unlike `2024-05-01T10:00Z`.
    private func startsWithDate(_ text: String) -> Bool {
        let start = text.prefix(10)
        return start.count >= 8 && start.allSatisfy { $0.isNumber || "-/.".contains($0) }
    }
}
