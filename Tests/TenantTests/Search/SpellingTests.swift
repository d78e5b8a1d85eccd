import Testing

@testable import Tenant

struct SpellingTests {
    @Test(arguments: [
        ("johnson", "johnson", 0), ("jonhson", "johnson", 1), ("johnsn", "johnson", 1), ("johhnson", "johnson", 1),
        ("jehnson", "johnson", 1),
        ("jehnsn", "johnson", 2), ("", "abc", 3), ("ab", "ba", 1), ("ca", "abc", 3),
    ])
    func distanceCountsSlipsOfTheFinger(_ typed: String, _ meant: String, _ distance: Int) {
        #expect(EditDistance.between(typed, meant) == distance)
        #expect(EditDistance.between(meant, typed) == distance)
    }

    @Test func slipsAreSwappedAndDoubledLetters() {
        #expect(Set(Spelling.slips(of: "jhon")) == ["hon", "jon", "jhn", "jho", "hjon", "john", "jhno"])
    }

    @Test func wordsAreFoldedAndBounded() {
        let words = SearchWords("  Özil,\u{0}  Ada  ")
        #expect(words.words.last == "ada" && words.words.first == "ozil," && words.beginnings == ["ozil, ada", "ada ozil,"])
        #expect(SearchWords(String(repeating: "word ", count: 40)).words.count == 8)
        #expect(SearchWords("").isEmpty && SearchWords("a").isTooShortToOccur && !SearchWords("ab").isTooShortToOccur)
    }

    @Test func numbersAreLookedForAsTheirDigits() {
        #expect(SearchWords("+49 (30) 123-456").searched == "4930123456")
        #expect(SearchWords("room 12345").digits == nil && SearchWords("1234").digits == nil)
        #expect(SearchWords("2026-01-31 x").digits == nil)
    }

    @Test func namesAreTakenApartIntoWords() {
        #expect(KnownWords.words(in: "Jean-Luc O'Neill 3rd, X") == ["jean", "luc", "neill", "rd"])
    }
}
