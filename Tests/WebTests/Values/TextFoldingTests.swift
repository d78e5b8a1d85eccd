import Testing
import Web

@Suite struct TextFoldingTests {
    @Test(arguments: [
        ("  Hello \t\r\n World ", "hello world"),
        ("A\u{0}B\u{7F}c", "abc"),
        ("", ""),
        (" \n ", ""),
    ])
    func asciiIsLowerCasedAndCollapsed(text: String, expected: String) {
        #expect(folded(text) == expected)
    }

    @Test(arguments: [
        ("Müller  GmbH", "muller gmbh"),
        ("Straße", "strasse"),
        ("Ærøskøbing", "aeroskobing"),
        ("Łódź", "lodz"),
        ("İstanbul ılık", "istanbul ilik"),
        ("Ｆｕｌｌ　ｗｉｄｔｈ", "full width"),
        ("ﬁnance № 5", "finance no 5"),
        ("Zoe\u{0308}", "zoe"),
        ("soft\u{00AD}hyphen\u{200B}", "softhyphen"),
        ("ΟΔΥΣΣΕΎΣ", "οδυσσευσ"),
        ("Đặng", "dang"),
        ("\u{00A0}Ann\u{2003}Lee\u{00A0}", "ann lee"),
    ])
    func diacriticsAndCompatibilityFormsAreUnified(text: String, expected: String) {
        #expect(folded(text) == expected)
    }

    @Test(arguments: ["がぎぐ", "हिन्दी", "한국어", "עברית", "东京"])
    func marksThatTellWordsApartStay(text: String) {
        #expect(folded(text) == text)
    }

    @Test func foldingTwiceChangesNothing() {
        for text in ["Crème Brûlée", "ﬁnance", "İ", "ŉ", "①", "Ǆ", "ẞ", "a\u{0345}"] {
            #expect(folded(folded(text)) == folded(text))
        }
    }
}
