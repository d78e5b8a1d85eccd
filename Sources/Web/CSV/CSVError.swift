/// Why a CSV text cannot be read any further, and where.
public struct CSVError: Error, Hashable, Sendable {
    public enum Reason: Hashable, Sendable {
        case fieldTooLong(limit: Int)
        case recordTooLong(limit: Int)
        case tooManyColumns(limit: Int)
        case quoteNeverCloses
        /// It is a spreadsheet, a picture or some other binary file.
        case notText
    }

    public let reason: Reason
    /// The beginning of the record that has the error.
    public let position: CSVPosition

    public init(_ reason: Reason, at position: CSVPosition) {
        self.reason = reason
        self.position = position
    }
}

extension CSVError: CustomStringConvertible {
    public var description: String { sentence.description }

    /// For the person who uploaded the file.
    public var sentence: Phrase {
        switch reason {
        case .fieldTooLong(let limit): "Line \(place) has a field of more than \(limit / 1024) KiB. Is a quote missing?"
        case .recordTooLong(let limit): "Line \(place) has more than \(limit / 1024) KiB. Is a quote missing?"
        case .tooManyColumns(let limit): "Line \(place) has more than \(limit) columns."
        case .quoteNeverCloses: "Line \(place) has a quote that is never closed."
        case .notText: "This is not a CSV file. Export the table as CSV and try again."
        }
    }

    private var place: String { "\(position.line) (record \(position.record))" }
}
