import Foundation
import Testing
import Web

@Suite struct TextEncodingTests {
    private let german = "Name;Straße\r\nMüller;Königsallee 1 – 3 €\r\n"

    private func utf8(_ bytes: [UInt8], _ encoding: TextEncoding, chunk: Int) throws -> String {
        let transcoder = try TextTranscoder(from: encoding)
        var output: [UInt8] = []
        var rest = bytes[...]
        repeat {
            let part = rest.prefix(chunk)
            rest = rest.dropFirst(part.count)
            part.withUnsafeBufferPointer { bytes in
                transcoder.feed(bytes, isLast: rest.isEmpty) { output.append(contentsOf: $0) }
            }
        } while !rest.isEmpty
        return String(decoding: output, as: UTF8.self)
    }

    @Test(arguments: [
        (TextEncoding.utf8, String.Encoding.utf8),
        (.utf16LittleEndian, .utf16LittleEndian),
        (.utf16BigEndian, .utf16BigEndian),
        (.windows1252, .windowsCP1252),
    ])
    func textIsDetectedAndTranscodedInChunksOfAnySize(encoding: TextEncoding, foundation: String.Encoding) throws {
        let bytes = Array(try #require(german.data(using: foundation)))
        #expect(TextEncoding.detect(bytes) == encoding)
        for chunk in [1, 2, 3, 5, 7, 64, 10_000] {
            #expect(try utf8(bytes, encoding, chunk: chunk) == german)
        }
    }

    @Test(
        arguments: [
            ([0xEF, 0xBB, 0xBF, 0x61], TextEncoding.utf8, 3),
            ([0xFF, 0xFE, 0x61, 0x00], .utf16LittleEndian, 2),
            ([0xFE, 0xFF, 0x00, 0x61], .utf16BigEndian, 2),
        ] as [([UInt8], TextEncoding, Int)])
    func byteOrderMarkDecides(bytes: [UInt8], encoding: TextEncoding, length: Int) {
        #expect(TextEncoding.detect(bytes) == encoding)
        #expect(encoding.byteOrderMarkLength(in: bytes) == length)
    }

    @Test func plainASCIIAndNothingAreUTF8() {
        #expect(TextEncoding.detect(Array("a,b\n".utf8)) == .utf8)
        #expect(TextEncoding.detect([]) == .utf8)
    }

    @Test func characterCutOffCountsOnlyAtTheEndOfEverything() {
        let cut = Array("caf".utf8) + [0xC3]
        #expect(TextEncoding.detect(cut, isComplete: false) == .utf8)
        #expect(TextEncoding.detect(cut) == .windows1252)
    }

    @Test(arguments: [[0xC0, 0x80], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF8], [0x80]] as [[UInt8]])
    func brokenUTF8IsNotTakenForIt(bytes: [UInt8]) {
        #expect(TextEncoding.detect(bytes + Array(",a\n".utf8)) != .utf8)
    }

    @Test func validationAgreesWithTheStandardLibrary() {
        var random = SeededGenerator(seed: 7)
        let pieces: [[UInt8]] = [[0x61], [0xC3, 0xA9], [0xE2, 0x82, 0xAC], [0xF0, 0x9F, 0x99, 0x82], [0xED, 0xA0], [0x80], [0xE0]]
        for _ in 0..<2_000 {
            let bytes = (0..<Int.random(in: 0...12, using: &random)).flatMap { _ in pieces.randomElement(using: &random)! }
            var detector = TextEncodingDetector()
            var rest = bytes[...]
            while !rest.isEmpty {
                let part = rest.prefix(Int.random(in: 1...5, using: &random))
                rest = rest.dropFirst(part.count)
                part.withUnsafeBufferPointer { detector.feed($0) }
            }
            #expect((detector.encoding() == .utf8) == (String(validating: bytes, as: UTF8.self) != nil), "\(bytes)")
        }
    }

    @Test func accentFarIntoAFileIsSeen() {
        let bytes = Array(String(repeating: "name,city\n", count: 50_000).utf8) + [0x4B, 0xF6, 0x6C, 0x6E]
        #expect(TextEncoding.detect(bytes) == .windows1252)
    }

    @Test func cyrillicIsGuessed() throws {
        let text = String(repeating: "Имя;Город;Компания\nИван Петров;Москва;Ромашка\n", count: 5)
        let bytes = Array(try #require(text.data(using: .windowsCP1251)))
        #expect(TextEncoding.detect(bytes) == .other("WINDOWS-1251"))
        #expect(try utf8(bytes, .other("WINDOWS-1251"), chunk: 3) == text)
    }

    @Test func bytesThatStandForNothingAreReplaced() throws {
        #expect(try utf8([0x61, 0x81, 0x62], .windows1252, chunk: 1) == "a\u{FFFD}b")
        #expect(try utf8([0x00, 0xDC, 0x61, 0x00, 0x62], .utf16LittleEndian, chunk: 1) == "\u{FFFD}a\u{FFFD}")
    }

    @Test func unknownEncodingIsRefused() {
        #expect(throws: TextTranscoder.UnknownEncoding.self) { try TextTranscoder(from: .other("KLINGON")) }
    }

    @Test func encodingIsStoredByName() throws {
        for encoding in [TextEncoding.utf8, .utf16LittleEndian, .utf16BigEndian, .windows1252, .other("SHIFT_JIS")] {
            #expect(try JSONDecoder().decode(TextEncoding.self, from: JSONEncoder().encode(encoding)) == encoding)
        }
    }
}
