import Foundation
import Support
import Testing
import Web

struct VCardParserTests {
    private func cards(_ text: String) -> [VCard] { VCardParser.cards(in: text.utf8) }

    @Test func version3OfAPhone() throws {
        let card = try #require(
            cards(
                """
                BEGIN:VCARD\r
                VERSION:3.0\r
                N:Ångström;Zoë;;Dr.;\r
                FN:Dr. Zoë Ångström\r
                ORG:Nordic Tools AB;Sales\r
                item1.EMAIL;type=INTERNET;type=HOME:zoe@home.example\r
                EMAIL;TYPE=work,pref:zoe@nordic.example\r
                TEL;TYPE="cell,voice":+46 8 1234\r
                NOTE:First line\\nSecond\\, with a comma\\; and more\r
                END:VCARD\r

                """
            ).first)
        #expect(card.version == "3.0")
        #expect(card.first("N")?.components == ["Ångström", "Zoë", "", "Dr.", ""])
        #expect(card.first("ORG")?.components == ["Nordic Tools AB", "Sales"])
        #expect(card.all("EMAIL").map(\.text) == ["zoe@nordic.example", "zoe@home.example"])
        #expect(card.first("TEL")?.isOf("cell") == true)
        #expect(card.first("NOTE")?.text == "First line\nSecond, with a comma; and more")
    }

    @Test func version4PrefersByRank() {
        let card = cards(
            "BEGIN:VCARD\nVERSION:4.0\nFN:Ann\nTEL;PREF=2:1111\nTEL;PREF=1;VALUE=uri:tel:+1-555-0100\nTEL:3333\nEND:VCARD\n"
        ).first
        #expect(card?.all("TEL").map(\.text) == ["tel:+1-555-0100", "1111", "3333"])
    }

    @Test func foldedLinesAreOneLine() {
        let card = cards("BEGIN:VCARD\r\nNOTE:This is a long\r\n  note that\r\n\t goes on\r\nEND:VCARD\r\n").first
        #expect(card?.first("NOTE")?.text == "This is a long note that goes on")
    }

    @Test func version21IsReadAsPhonesWriteIt() throws {
        let card = try #require(
            cards(
                "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;J=C3=B6rg\r\n"
                    + "ADR;WORK;ENCODING=QUOTED-PRINTABLE:;;Hauptstra=DFe 1=\r\n;K=F6ln;;50667;\r\nTEL;CELL;VOICE:0170 1234\r\nEND:VCARD\r\n"
            ).first)
        #expect(card.first("N")?.components == ["Müller", "Jörg"])
        #expect(card.first("ADR")?.components == ["", "", "Hauptstraße 1", "Köln", "", "50667", ""])
        #expect(card.first("ADR")?.isOf("work") == true)
        #expect(card.first("TEL")?.isOf("cell") == true)
    }

    @Test func severalCardsStandInOneFile() {
        let text = (1...3).map { "BEGIN:VCARD\nFN:Person \($0)\nEND:VCARD\n" }.joined(separator: "\n")
        #expect(cards("\u{FEFF}" + text).map { $0.first("FN")?.text } == ["Person 1", "Person 2", "Person 3"])
    }

    @Test func photosAndCardsWithinCardsAreLeftOut() throws {
        let photo = String(repeating: " \(String(repeating: "A", count: 74))\r\n", count: 30_000)
        let card = try #require(
            cards(
                "BEGIN:VCARD\r\nFN:Ann\r\nPHOTO;ENCODING=b;TYPE=JPEG:/9j\r\n\(photo)"
                    + "AGENT:BEGIN:VCARD\r\nBEGIN:VCARD\r\nFN:Agent\r\nEND:VCARD\r\nTITLE:Buyer\r\nEND:VCARD\r\n"
            ).first)
        #expect(card.properties.map(\.name) == ["FN", "TITLE"])
    }

    @Test func whatIsNoCardIsLeftOut() {
        #expect(cards("").isEmpty)
        #expect(cards("name,email\nAnn,ann@example.org\n").isEmpty)
        #expect(cards("FN:Nobody\nEND:VCARD\nBEGIN:VCARD\nFN:Cut off").isEmpty)
        #expect(cards("BEGIN:VCARD\nno colon\n:no name\n;;:x\nFN:Ann\nEND:VCARD").map(\.properties.count) == [1])
    }

    @Test func cardsComeBackAsTheyWere() {
        var random = SeededGenerator(seed: 7)
        let pieces = ["a", "Zoë", ",", ";", "\\", ":", "\n", "=", "\"", " ", "東京", "🙂", "word", "=20", "\u{FEFF}x"]
        for _ in 0..<500 {
            var card = VCard()
            card.version = "4.0"
            for index in 0..<Int.random(in: 1...6, using: &random) {
                let text = (0..<Int.random(in: 0...40, using: &random)).map { _ in pieces.randomElement(using: &random)! }.joined()
                card.properties.append(VCardProperty("X-\(index)", parameters: ["TYPE": ["work"]], value: VCardWriter.escaped("x" + text)))
            }
            var writer = VCardWriter()
            writer.append(card)
            #expect(VCardParser.cards(in: writer.bytes) == [card])
            #expect(writer.bytes.split(separator: 0x0A).allSatisfy { $0.count <= 76 })
        }
    }
}
