import Testing
import Web

@Suite struct HTMLTests {
    @Test func textIsEscapedInElementsAndAttributes() {
        let text = "<b>\"Tom\" & 'Ann'</b>"
        let html: HTML = "<p title=\"\(text)\">\(text)</p>"
        let escaped = "&lt;b&gt;&quot;Tom&quot; &amp; &#39;Ann&#39;&lt;/b&gt;"
        #expect(html.description == "<p title=\"\(escaped)\">\(escaped)</p>")
    }

    @Test(arguments: ["", "plain", "é", "日本語 🙂", "a&b", "&", "<<>>", "e\u{301}"])
    func escapingKeepsEveryLetter(text: String) {
        let html: HTML = "\(text)"
        let back = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
            .reduce(html.description) { $0.replacing($1.0, with: $1.1) }
        #expect(Array(back.utf8) == Array(text.utf8))
    }

    @Test func nulBecomesTheReplacementCharacter() {
        #expect(("a\("\0")b" as HTML).description == "a\u{FFFD}b")
    }

    @Test func aSubstringIsEscapedToo() {
        #expect(("\("x<y".dropFirst())" as HTML).description == "&lt;y")
    }

    @Test func htmlIsSplicedAsItStands() {
        let bold: HTML = "<b>\("<")</b>"
        let none: HTML? = nil
        #expect(("[\(bold)\(none)\(Optional(bold))]" as HTML).description == "[<b>&lt;</b><b>&lt;</b>]")
    }

    @Test func numbersAreWrittenPlainly() {
        #expect(("\(-1204)/\(UInt8(7))" as HTML).description == "-1204/7")
    }

    @Test func aConditionMakesOnlyTheChosenPiece() {
        func never() -> HTML {
            Issue.record("made a piece that was not chosen")
            return .empty
        }
        #expect(("\(if: true, "yes", else: never())\(if: false, never())" as HTML).description == "yes")
    }

    @Test func eachItemIsMadeInOrder() {
        let list: HTML = "<ul>\(each: ["a", "<"], { "<li>\($0)</li>" })</ul>"
        #expect(list.description == "<ul><li>a</li><li>&lt;</li></ul>")
    }

    @Test func anAttributeIsLeftOutWhenThereIsNoValue() {
        let html: HTML = """
            <input\(attribute: "value", "a\"b")\(attribute: "id", nil as String?)\(attribute: "max", 3)\
            \(attribute: "required", true)\(attribute: "disabled", false)>
            """
        #expect(html.description == "<input value=\"a&quot;b\" max=\"3\" required>")
    }

    @Test func piecesAreJoinedAndAdded() {
        let pieces: [HTML] = ["<i>1</i>", "<i>2</i>"]
        #expect(pieces.joined(separator: ", ").description == "<i>1</i>, <i>2</i>")
        #expect((pieces[0] + pieces[1]).bytes == Array("<i>1</i><i>2</i>".utf8))
    }

    @Test func trustedMarkupIsTakenAsItIs() {
        #expect(("\(unescapedTrusted: "<hr>")\(unescapedTrusted: Array("<br>".utf8))" as HTML).description == "<hr><br>")
    }
}
