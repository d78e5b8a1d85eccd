import Web

/// A report for a person at a terminal. Cells may have several lines; columns of numbers stand to the right.
struct TextTable {
    private let head: [String]?
    private let body: [[String]]
    private let isNumeric: [Bool]
    private let widths: [Int]
    private let coloured: Bool
    private static let gap = "  "

    init(_ report: Report, coloured: Bool) {
        self.coloured = coloured
        let titles = report.columns.map { $0.replacing("_", with: " ") }
        switch report.shape {
        case .list:
            head = titles.map { $0.uppercased() }
            body = report.rows.map { row in row.map(\.plainText) }
            isNumeric = titles.indices.map { column in
                !report.rows.isEmpty && report.rows.allSatisfy { $0[column].double != nil || $0[column].isNull }
            }
        case .record:
            head = nil
            body = report.rows.flatMap { row in zip(titles, row).map { [$0, $1.plainText] } }
            isNumeric = [false, false]
        }
        widths = Self.widths(of: body + (head.map { [$0] } ?? []), columns: isNumeric.count)
    }

    var text: String {
        let header = head.map { [line($0.map { Piece($0, .bold) })] } ?? []
        return (header + body.flatMap(lines)).map { $0 + "\n" }.joined()
    }

    /// The lines of one row: as many as its tallest cell has.
    private func lines(_ row: [String]) -> [String] {
        let cells = row.map { $0.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
        let height = cells.map(\.count).max() ?? 1
        return (0..<height).map { index in
            line(cells.map { Piece($0.indices.contains(index) ? $0[index] : "", nil) })
        }
    }

    private func line(_ pieces: [Piece]) -> String {
        let padded = zip(pieces, zip(widths, isNumeric)).map { piece, column in
            let space = String(repeating: " ", count: max(0, column.0 - piece.text.count))
            let text = coloured ? piece.coloured : piece.text
            return column.1 ? space + text : text + space
        }
        let line = padded.joined(separator: Self.gap)
        return String(line.reversed().drop { $0 == " " }.reversed())
    }

    private static func widths(of rows: [[String]], columns: Int) -> [Int] {
        (0..<columns).map { column in
            rows.flatMap { $0[column].split(separator: "\n").map(\.count) }.max() ?? 0
        }
    }
}

/// A bit of text and how it stands out.
private struct Piece {
    enum Tone: String {
        case bold = "1"
        case good = "32"
        case doubtful = "33"
        case bad = "31"
    }

    let text: String
    private let tone: Tone?

    init(_ text: String, _ tone: Tone?) {
        self.text = text
        self.tone = tone ?? Self.tones[text]
    }

    var coloured: String { tone.map { "\u{1B}[\($0.rawValue)m\(text)\u{1B}[0m" } ?? text }

    /// Words that mean the same in every report.
    private static let tones: [String: Tone] = [
        "ok": .good, "active": .good, "current": .good, "migrated": .good,
        "warn": .doubtful, "read_only": .doubtful, "deferred": .doubtful, "pending": .doubtful, "provisioning": .doubtful,
        "fail": .bad, "failed": .bad, "suspended": .bad, "deleting": .bad, "behind": .bad, "blocked": .bad,
    ]
}
