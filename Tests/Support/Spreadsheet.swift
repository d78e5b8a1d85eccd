import Foundation

/// What a spreadsheet holds, as Python's own library reads the package it is.
public struct Spreadsheet {
    /// The texts of each row's cells; numbers as they are written.
    public let rows: [[String]]
    /// The sheet itself, for looking at types and formats.
    public let xml: String

    public init(_ bytes: [UInt8]) throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).xlsx")
        try Data(bytes).write(to: path)
        defer { try? FileManager.default.removeItem(at: path) }
        xml = try Self.entry("xl/worksheets/sheet1.xml", of: path.path)
        rows = xml.matches(of: #/(?s)<row\b[^>]*>(.*?)</row>/#).map { Self.cells($0.1) }
    }

    /// Blank cells are not written, so each says where it stands.
    private static func cells(_ row: Substring) -> [String] {
        var cells: [String] = []
        for cell in row.matches(of: #/(?s)<c r="([A-Z]+)\d+"[^>]*?(?:/>|>(.*?)</c>)/#) {
            let column = cell.1.utf8.reduce(0) { $0 * 26 + Int($1) - 64 }
            while cells.count < column - 1 { cells.append("") }
            cells.append(unescaped(String((cell.2 ?? "").replacing(#/(?s)<[^>]*>/#, with: ""))))
        }
        return cells
    }

    private static func entry(_ name: String, of path: String) throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "python3", "-c",
            "import sys,zipfile;z=zipfile.ZipFile(sys.argv[1]);assert z.testzip() is None;sys.stdout.buffer.write(z.read(sys.argv[2]))",
            path, name,
        ]
        process.standardOutput = output
        try process.run()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failed("this is no spreadsheet") }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func unescaped(_ text: String) -> String {
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")].reduce(text) { $0.replacingOccurrences(of: $1.0, with: $1.1) }
    }
}
