extension CSVDialect {
    /// The likeliest dialect of a table, from its first few thousand bytes of UTF-8 without byte order mark.
    ///
    /// Each delimiter is tried by reading the sample with it, so that those inside quoted fields do not count.
    /// The best one cuts all records into the same number of fields, the header too, and leaves no other delimiter
    /// in them. A table of one column comes out as comma-separated unless commas occur in it.
    /// - Parameters:
    ///   - isComplete: whether the sample is all there is. If not, its last record may be cut off.
    ///   - delimiters: those to choose from.
    public static func detect(
        in sample: [UInt8], isComplete: Bool = true, among delimiters: [UInt8] = delimiters
    ) -> CSVDialect {
        let quote = likelyQuote(in: sample)
        let tables = delimiters.map { delimiter in
            SampleTable(sample, CSVDialect(delimiter: delimiter, quote: quote), isComplete: isComplete)
        }
        let best = tables.reduce(tables[0]) { $1.score > $0.score ? $1 : $0 }
        return CSVDialect(delimiter: best.dialect.delimiter, quote: quote, hasHeader: HeaderGuess(best.rows).isHeader)
    }

    /// A double quote, unless the sample has none and fields stand between single quotes.
    private static func likelyQuote(in sample: [UInt8]) -> UInt8 {
        let double = UInt8(ascii: "\"")
        let single = UInt8(ascii: "'")
        guard !sample.contains(double) else { return double }
        let borders = Set(delimiters + "\r\n".utf8)
        let padded = [UInt8(ascii: "\n")] + sample + [UInt8(ascii: "\n")]
        let inner = padded.indices.dropFirst().dropLast()
        let opening = inner.count { padded[$0] == single && borders.contains(padded[$0 - 1]) }
        let closing = inner.count { padded[$0] == single && borders.contains(padded[$0 + 1]) }
        return opening >= 2 && opening == closing ? single : double
    }
}

/// The beginning of a table as one dialect reads it.
private struct SampleTable {
    private struct Enough: Error {}
    private static let rowLimit = 200

    let dialect: CSVDialect
    private(set) var rows: [[String]] = []

    init(_ sample: [UInt8], _ dialect: CSVDialect, isComplete: Bool) {
        self.dialect = dialect
        var parser = CSVParser(dialect)
        // An error or the row limit ends the reading; what was read before it is the table.
        try? sample.withUnsafeBufferPointer { bytes in
            try parser.feed(bytes, isLast: isComplete) { record in
                if !record.isBlank { rows.append(record.texts) }
                if rows.count == Self.rowLimit { throw Enough() }
            }
        }
    }

    var score: Double {
        guard let first = rows.first else { return 0 }
        let widths = Dictionary(rows.map { ($0.count, 1) }, uniquingKeysWith: +)
        let (width, agreeing) = widths.max { ($0.value, $0.key) < ($1.value, $1.key) }!
        let agreement = Double(agreeing) / Double(rows.count)
        let headerFits = first.count == width ? 1.0 : 0.3
        let gain = width == 1 ? 0.3 : logarithm(width)
        return agreement * agreement * headerFits * cleanness * cleanness * gain
    }

    /// Two columns count 1, each doubling counts 1 more.
    private func logarithm(_ width: Int) -> Double {
        Double(Int.bitWidth - 1 - width.leadingZeroBitCount) + Double(width) / 1_000
    }

    /// The share of fields without another delimiter in them. Commas are forgiven where prose and numbers have them.
    private var cleanness: Double {
        let fields = rows.joined()
        let others = CSVDialect.delimiters.filter { $0 != dialect.delimiter && $0 != UInt8(ascii: ",") }
        let clean = fields.count { field in !field.utf8.contains(where: others.contains) }
        return fields.isEmpty ? 0 : Double(clean) / Double(fields.count)
    }
}
