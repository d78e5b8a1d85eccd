import Testing
import Web

@Suite struct CSVDialectTests {
    private func detect(_ text: String) -> CSVDialect {
        .detect(in: Array(text.utf8))
    }

    @Test(arguments: [
        ("name,city,amount\nAnn,Oslo,12\nBob,Rome,7\n", ","),
        ("name;city;amount\nAnn;Oslo;1,5\nBob;Rome;2,25\n", ";"),
        ("1,5;2,5;3,5\n4,5;5,5;6,5\n7,1;8,2;9,3\n", ";"),
        ("name\tnote\nAnn\tlikes tea, cake; and more\nBob\thas a dog, a cat\n", "\t"),
        ("id|name\n1|Ann, Lee\n2|Bob\n", "|"),
        ("name,note\nAnn,\"a; b; c\"\nBob,\"d; e; f\"\n", ","),
        ("name;note\nAnn;\"a, b, c\nd, e, f\"\nBob;\"g, h\"\n", ";"),
        ("name,url\nAnn,https://a.example/?q=1|2\nBob,https://b.example/?q=3|4\n", ","),
        ("a,b,c\n1,2\n1,2,3\n1\n1,2,3\n4,5,6\n", ","),
        ("company\nAcme Ltd\nNova GmbH\n", ","),
        ("", ","),
    ])
    func delimiterIsFound(text: String, delimiter: Character) {
        #expect(detect(text).delimiter == delimiter.asciiValue)
    }

    @Test func oneColumnOfProseIsNotCutAtItsCommas() throws {
        let text = "company\nAcme, Inc.\nNova\nBolt, Nut and Sons\nKite\nAlba\n"
        let rows = try records(in: Array(text.utf8), detect(text))
        #expect(rows.allSatisfy { $0.count == 1 })
    }

    @Test func recordCutOffAtTheEndOfTheSampleIsIgnored() {
        let sample = Array("name;note\nAnn;\"a, b\"\nBob;\"c, d\"\nCid;\"e, f, g, h, i".utf8)
        #expect(CSVDialect.detect(in: sample, isComplete: false).delimiter == UInt8(ascii: ";"))
    }

    @Test func singleQuotesAreFound() {
        #expect(detect("'name','city'\n'Ann, Lee','Oslo'\n").quote == UInt8(ascii: "'"))
        #expect(detect("name,city\nO'Hara,Oslo\n'80s fan,Rome\n").quote == UInt8(ascii: "\""))
        #expect(detect("name,city\n\"O'Hara\",'Oslo'\n").quote == UInt8(ascii: "\""))
    }

    @Test(arguments: [
        "first name,last name,e-mail\nAnn,Lee,ann@acme.example\n",
        "Name;Umsatz 2023-2024;Ort\nAcme;12;Köln\n",
        "id,,name\n1,x,Ann\n",
        "name,city\n",
    ])
    func headerIsRecognised(text: String) {
        #expect(detect(text).hasHeader)
    }

    @Test(arguments: [
        "Ann,Lee,ann@acme.example\nBob,Ray,bob@acme.example\n",
        "1,Ann\n2,Bob\n",
        "Ann,2024-05-01T10:00Z\nBob,2024-06-01T10:00Z\n",
        "open,Ann\nwon,Bob\nopen,Cid\n",
        "x,x\n1,2\n",
        "Acme,https://acme.example\nNova,https://nova.example\n",
    ])
    func firstRowOfDataIsNoHeader(text: String) {
        #expect(!detect(text).hasHeader)
    }
}
