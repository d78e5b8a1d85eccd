import Testing
import Web

@Suite struct TextsTests {
    private let german = #"""
        "Save": "Speichern", "{1} of {2}": "{2}, davon {1}", "New {1}": "Neu: {1}", "Contact": "Kontakt", "Company": "Firma",
        "New contact": "Neuer Kontakt", "{1} rows": {"one": "{1} Zeile", "other": "{1} Zeilen"}, "{1} knows": "{1} <weiß>"
        """#

    private func texts() throws -> Texts { try SampleLanguages.texts(german) }

    @Test func englishIsWhatTheSourceSays() {
        #expect(Texts.english("Save") == "Save")
        #expect(Texts.english("\("Ada") of \(3)") == "Ada of 3")
        #expect(Texts.english("\(grouped: 12_345) rows") == "12,345 rows")
    }

    @Test func aPhraseIsLookedUpAndItsValuesMove() throws {
        #expect(try texts()("Save") == "Speichern")
        #expect(try texts()("\("1–50") of \(grouped: 1_234)") == "1.234, davon 1–50")
    }

    @Test func whatIsNotTranslatedIsSaidInEnglish() throws {
        #expect(try texts()("Not there, \("Ada")") == "Not there, Ada")
        let nothing: Phrase? = nil
        #expect(try texts()(ifAny: nothing) == nil)
    }

    @Test func aFieldHearsWhatIsWrongWithIt() throws {
        let errors = [FieldError(field: "name", code: "x", message: "Save"), FieldError(field: "name", code: "y", message: "Contact")]
        #expect(try texts().error("name", in: errors) == "Speichern")
        #expect(try texts().error("email", in: errors) == nil)
    }

    @Test func aPhraseWithinAPhraseIsTranslatedToo() throws {
        let (contact, company): (Phrase, Phrase) = ("Contact", "Company")
        #expect(Texts.english("New \(contact.lowercased())") == "New contact")
        #expect(try texts()("New \(company.lowercased())") == "Neu: Firma")
    }

    @Test func oneNounMayHaveATranslationOfItsOwn() throws {
        let contact: Phrase = "Contact"
        #expect(try texts()("New \(contact.lowercased())") == "Neuer Kontakt")
    }

    @Test func valuesAreNeverReadAsPatterns() throws {
        #expect(Texts.english("\("{2}") of \("{1}")") == "{2} of {1}")
        #expect(try texts()("\("{2}") of \("x")") == "x, davon {2}")
        #expect(Texts.english("{1} is text, and so is {x} and {") == "{1} is text, and so is {x} and {")
    }

    @Test(arguments: [(0, "0 Zeilen"), (1, "1 Zeile"), (2, "2 Zeilen")])
    func countingFollowsTheLanguage(count: Int, text: String) throws {
        #expect(try texts()(count, one: "\(grouped: count) row", other: "\(grouped: count) rows") == text)
        let english = Texts.english(count, one: "\(grouped: count) row", other: "\(grouped: count) rows")
        #expect(english == (count == 1 ? "1 row" : "\(count) rows"))
    }

    @Test func markupStaysAndATranslationIsEscaped() throws {
        let html = try texts().html("\(html: "<b>Ada</b>") knows")
        #expect(html.description == "<b>Ada</b> &lt;weiß&gt;")
        #expect(Texts.english.html("\("<Ada>") & co").description == "&lt;Ada&gt; &amp; co")
    }

    @Test func numbersDaysAndAmountsLookAsTheReaderWritesThem() throws {
        #expect(try texts().grouped(-1_234_567) == "−1.234.567")
        #expect(try texts().day(1, month: 3, year: 2026) == "1. März 2026")
        #expect(Texts.english.day(1, month: 3, year: 2026) == "1 Mar 2026")
        #expect(try texts().money(1_250, cents: "50", currency: "EUR") == "1.250,50 €")
        #expect(Texts.english.money(1_250, cents: nil, currency: "EUR") == "€1,250")
        #expect(Texts.english.money(1_250, cents: "50", currency: "SEK") == "1,250.50 SEK")
    }

    @Test func aPhraseDescribesItselfInEnglish() {
        let phrase: Phrase = "\("Ada") was invited by mail."
        #expect(phrase.key == "{1} was invited by mail." && "\(phrase)" == "Ada was invited by mail.")
        #expect(phrase == "\("Ada") was invited by mail." && Phrase(english: "Save") == "Save")
    }
}
