import CXlsxWriter
import Foundation

/// Writes one table as a spreadsheet into a file. Rows leave memory as they come, so a million of them take no more than a
/// thousand.
///
/// Numbers, days and yes/no stay what they are. Texts are never run as formulas, since a cell of this format says what it holds.
/// Not safe to use from several tasks at once.
public final class XLSXWriter {
    /// What a cell holds.
    public enum Cell: Sendable, Hashable {
        case blank
        case text(String)
        case integer(Int)
        /// With so many decimals shown.
        case decimal(Double, decimals: Int)
        case day(year: Int, month: Int, day: Int)
        /// Shown in UTC.
        case instant(Date)
        case flag(Bool)
    }

    /// The table cannot be written.
    public struct Refused: Error, CustomStringConvertible {
        public let description: String
    }

    /// As many rows as the format has, the header among them.
    public static let rowLimit = 1_048_576
    private static let textLimit = 32_767

    private let workbook: UnsafeMutablePointer<lxw_workbook>
    private let sheet: UnsafeMutablePointer<lxw_worksheet>
    private let bold: UnsafeMutablePointer<lxw_format>?
    private var formats: [String: UnsafeMutablePointer<lxw_format>] = [:]
    private var row: lxw_row_t = 0
    private var isClosed = false

    /// - Parameters:
    ///   - path: of a file that is not there yet.
    ///   - sheet: at most 31 characters, without `[]:*?/\`.
    public init(path: String, sheet name: String, header: [String]) throws {
        var options = lxw_workbook_options()
        options.constant_memory = 1
        guard let workbook = workbook_new_opt(path, &options) else { throw Refused(description: "\(path) cannot be written") }
        guard let sheet = workbook_add_worksheet(workbook, name) else {
            workbook_close(workbook)
            throw Refused(description: "\(name) is no name for a sheet")
        }
        (self.workbook, self.sheet) = (workbook, sheet)
        bold = workbook_add_format(workbook)
        format_set_bold(bold)
        worksheet_freeze_panes(sheet, 1, 0)
        for column in header.indices {
            worksheet_set_column(sheet, lxw_col_t(column), lxw_col_t(column), Double(min(max(header[column].count + 4, 12), 40)), nil)
        }
        for (column, title) in header.enumerated() { try write(.text(title), at: lxw_col_t(column), bold) }
        row = 1
    }

    deinit {
        if !isClosed { workbook_close(workbook) }
    }

    /// - Throws: `Refused` beyond the last row that the format has.
    public func append(_ cells: [Cell]) throws {
        guard row < Self.rowLimit else { throw Refused(description: "a sheet has at most \(Self.rowLimit) rows") }
        for (column, cell) in cells.enumerated() { try write(cell, at: lxw_col_t(column), nil) }
        row += 1
    }

    /// Ends the file; nothing can be added any more.
    public func close() throws {
        isClosed = true
        try check(workbook_close(workbook))
    }

    private func write(_ cell: Cell, at column: lxw_col_t, _ format: UnsafeMutablePointer<lxw_format>?) throws {
        switch cell {
        case .blank: return
        case .text(let text): try check(worksheet_write_string(sheet, row, column, Self.storable(text), format))
        case .integer(let number): try check(worksheet_write_number(sheet, row, column, Double(number), format))
        case .decimal(let number, let decimals):
            let pattern = decimals == 0 ? "#,##0" : "#,##0." + String(repeating: "0", count: decimals)
            try check(worksheet_write_number(sheet, row, column, number, self.format(pattern)))
        case .flag(let flag): try check(worksheet_write_boolean(sheet, row, column, flag ? 1 : 0, format))
        case .day(let year, let month, let day): try write(year, month, day, 0, 0, 0, "yyyy-mm-dd", at: column)
        case .instant(let instant):
            let parts = Calendar.utc.dateComponents([.year, .month, .day, .hour, .minute, .second], from: instant)
            try write(
                parts.year ?? 0, parts.month ?? 0, parts.day ?? 0, parts.hour ?? 0, parts.minute ?? 0, parts.second ?? 0,
                "yyyy-mm-dd hh:mm:ss", at: column)
        }
    }

    private func write(
        _ year: Int, _ month: Int, _ day: Int, _ hour: Int, _ minute: Int, _ second: Int, _ pattern: String, at column: lxw_col_t
    ) throws {
        // The calendar of spreadsheets begins in 1900, with a day in it that never was.
        guard (1901...9999).contains(year) else { return try write(.text("\(year)-\(month)-\(day)"), at: column, nil) }
        var moment = lxw_datetime(
            year: Int32(year), month: Int32(month), day: Int32(day), hour: Int32(hour), min: Int32(minute), sec: Double(second))
        try check(worksheet_write_datetime(sheet, row, column, &moment, format(pattern)))
    }

    private func format(_ pattern: String) -> UnsafeMutablePointer<lxw_format>? {
        if let known = formats[pattern] { return known }
        guard let format = workbook_add_format(workbook) else { return nil }
        format_set_num_format(format, pattern)
        formats[pattern] = format
        return format
    }

    /// Without what XML has no place for.
    private static func storable(_ text: String) -> String {
        if text.utf8.count <= textLimit, text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x80 }) { return text }
        let scalars = text.unicodeScalars.lazy.filter { scalar in
            scalar.value >= 0x20 && scalar.value & 0xFFFE != 0xFFFE || scalar == "\n" || scalar == "\t"
        }
        return String(String.UnicodeScalarView(scalars.prefix(textLimit)))
    }

    private func check(_ error: lxw_error) throws {
        if error == LXW_NO_ERROR { return }
        throw Refused(description: lxw_strerror(error).map { String(cString: $0) } ?? "error \(error.rawValue)")
    }
}

extension Calendar {
    fileprivate static let utc: Calendar = {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar
    }()
}
