import Foundation
import Testing
import Web

@Suite struct CSVWriterTests {
    private func written(_ writer: CSVWriter = CSVWriter(), _ write: (inout CSVWriter) -> Void) -> String {
        var writer = writer
        write(&writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test func quotesOnlyWhatNeedsThem() {
        let text = written { $0.append(record: ["plain", "a,b", "say \"hi\"", "two\nlines", " padded", "", "é"]) }
        #expect(text == "plain,\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",\" padded\",,é\r\n")
    }

    @Test(arguments: ["=1+1", "+49 30 1234", "-2", "@SUM(A1)", "\t=1", "\r=1", "=HYPERLINK(\"http://evil.example\",\"x\")"])
    func textThatStartsAFormulaIsNeutralised(text: String) throws {
        var writer = CSVWriter()
        writer.append(record: [text])
        #expect(try records(in: writer.bytes, CSVDialect()).map(\.texts) == [["'" + text]])
        #expect(CSVWriter.original(of: "'" + text) == text)
        #expect(CSVWriter.original(of: text) == text && CSVWriter.original(of: "'tis") == "'tis" && CSVWriter.original(of: "'").count == 1)
    }

    @Test func textWithSignsFurtherInIsLeftAlone() {
        #expect(written { $0.append(record: ["a=b", "1-2", "x@y.example"]) } == "a=b,1-2,x@y.example\r\n")
    }

    @Test func numbersKeepTheirSign() {
        let text = written {
            $0.append(number: -12)
            $0.append(number: -0.5)
            $0.append(number: Decimal(string: "-1234.50")!)
            $0.endRecord()
        }
        #expect(text == "-12,-0.5,-1234.5\r\n")
    }

    @Test func exactCopiesAreNotNeutralised() {
        let text = written(CSVWriter(neutralisesFormulas: false)) { $0.append(record: ["=1+1", "-x"]) }
        #expect(text == "=1+1,-x\r\n")
    }

    @Test func byteOrderMarkComesFirstAndOnce() {
        var writer = CSVWriter(byteOrderMark: true)
        writer.append(record: ["a"])
        #expect(writer.take() == [0xEF, 0xBB, 0xBF] + Array("a\r\n".utf8))
        writer.append(record: ["b"])
        #expect(writer.take() == Array("b\r\n".utf8))
    }

    @Test func recordCanBeTakenInParts() {
        var writer = CSVWriter()
        writer.append("a")
        var bytes = writer.take()
        writer.endRecord()
        writer.append("")
        bytes += writer.take()
        writer.endRecord()
        #expect(String(decoding: bytes + writer.take(), as: UTF8.self) == "a\r\n\"\"\r\n")
    }
}
