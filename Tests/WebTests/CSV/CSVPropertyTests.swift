import Foundation
import Testing
import Web

/// What holds for any table and any bytes, tried on many random ones.
@Suite struct CSVPropertyTests {
    private static let dialects = CSVDialect.delimiters.flatMap { delimiter in
        "\"'".utf8.map { CSVDialect(delimiter: delimiter, quote: $0, hasHeader: false) }
    }
    private static let pieces = [
        "a", "Zoë", " ", "  ", ",", ";", "\t", "|", "\"", "'", "\n", "\r", "\r\n", "=", "-1", "€", "–", "\u{FEFF}", "word",
    ]

    private func table(using random: inout SeededGenerator, pieces: [String]) -> [[String]] {
        (0..<Int.random(in: 1...8, using: &random)).map { _ in
            (0..<Int.random(in: 1...5, using: &random)).map { _ in
                (0..<Int.random(in: 0...4, using: &random)).map { _ in pieces.randomElement(using: &random)! }.joined()
            }
        }
    }

    private func write(_ table: [[String]], _ dialect: CSVDialect) -> [UInt8] {
        var writer = CSVWriter(dialect, neutralisesFormulas: false)
        for row in table { writer.append(record: row) }
        return writer.bytes
    }

    @Test(arguments: dialects)
    func anyTableComesBackInAnyDialectAndChunking(dialect: CSVDialect) throws {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<300 {
            let table = table(using: &random, pieces: Self.pieces + ["東京", "🙂"])
            let bytes = write(table, dialect)
            let chunk = Int.random(in: 1...20, using: &random)
            #expect(try records(in: bytes, dialect, chunk: chunk).map(\.texts) == table)
        }
    }

    @Test(
        arguments: [
            (TextEncoding.utf8, String.Encoding.utf8, [0xEF, 0xBB, 0xBF]),
            (.utf8, .utf8, []),
            (.utf16LittleEndian, .utf16LittleEndian, [0xFF, 0xFE]),
            (.utf16BigEndian, .utf16BigEndian, [0xFE, 0xFF]),
            (.windows1252, .windowsCP1252, []),
        ] as [(TextEncoding, String.Encoding, [UInt8])])
    func anyTableComesBackInAnyEncoding(encoding: TextEncoding, foundation: String.Encoding, mark: [UInt8]) throws {
        var random = SeededGenerator(seed: 2)
        let pieces = Self.pieces.filter { foundation != .windowsCP1252 || $0 != "\u{FEFF}" }
        for dialect in Self.dialects {
            for _ in 0..<30 {
                let table = table(using: &random, pieces: pieces)
                let text = String(decoding: write(table, dialect), as: UTF8.self)
                let bytes = mark + (try #require(text.data(using: foundation)))
                let reader = try CSVFile(bytes: bytes, encoding: encoding, dialect: dialect).reader()
                var rows: [[String]] = []
                while let record = try reader.next() { rows.append(record.texts) }
                #expect(rows == table)
            }
        }
    }

    @Test func noNeutralisedFieldStartsAFormula() throws {
        var random = SeededGenerator(seed: 3)
        for _ in 0..<500 {
            var writer = CSVWriter()
            for row in table(using: &random, pieces: Self.pieces + ["+", "@"]) { writer.append(record: row) }
            for field in try records(in: writer.bytes, CSVDialect()).flatMap(\.texts) {
                #expect(!["=", "+", "-", "@", "\t", "\r", "\r\n"].contains(field.first.map(String.init)))
            }
        }
    }

    @Test func randomBytesNeverCrashAndChunkingNeverMatters() throws {
        var random = SeededGenerator(seed: 4)
        let alphabet = Array(",;\"'\r\n a\u{E9}".utf8) + [0x00, 0xFF, 0xFE, 0xC3]
        for _ in 0..<2_000 {
            let bytes = (0..<Int.random(in: 0...60, using: &random)).map { _ in alphabet.randomElement(using: &random)! }
            let whole = Result { try records(in: bytes, CSVDialect()).map(\.texts) }
            let parts = Result { try records(in: bytes, CSVDialect(), chunk: .random(in: 1...9, using: &random)).map(\.texts) }
            #expect((try? whole.get()) == (try? parts.get()))
        }
    }

    @Test func randomFilesNeverCrash() {
        var random = SeededGenerator(seed: 5)
        for _ in 0..<500 {
            let bytes = (0..<Int.random(in: 0...400, using: &random)).map { _ in UInt8.random(in: .min ... .max, using: &random) }
            guard let reader = try? CSVFile(bytes: bytes).reader() else { continue }
            while (try? reader.next()) != nil {}
        }
    }

    @Test func recordWithoutEndIsGivenUpEarly() throws {
        var parser = CSVParser(CSVDialect())
        let chunk = [UInt8](repeating: UInt8(ascii: "x"), count: 65_536)
        var fed = 0
        #expect(throws: CSVError.self) {
            while fed < 100_000_000 {
                fed += chunk.count
                try chunk.withUnsafeBufferPointer { try parser.feed($0, isLast: false) { _ in } }
            }
        }
        #expect(fed <= 1_048_576 + 65_536)
    }
}
