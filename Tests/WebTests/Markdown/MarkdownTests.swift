import Foundation
import Support
import Testing

@testable import Web

struct MarkdownTests {
    private func html(_ text: String, mentioning names: [String] = []) -> String {
        Markdown(text).html(mentioning: MentionedNames(names.map { .init($0) })).description.replacing("\n", with: "")
    }

    @Test(arguments: [
        ("**bold** *soft* ~~gone~~", "<p><strong>bold</strong> <em>soft</em> <del>gone</del></p>"),
        ("one\ntwo", "<p>one<br>two</p>"),
        ("# Title\n\n### Part", "<h3>Title</h3><h3>Part</h3>"),
        ("- a\n- [x] b\n- [ ] c", "<ul><li>a</li><li>☑ b</li><li>☐ c</li></ul>"),
        ("3. c", "<ol start=\"3\"><li>c</li></ol>"),
        ("> said", "<blockquote><p>said</p></blockquote>"),
        ("`a < b`", "<p><code>a &lt; b</code></p>"),
        (
            "| a |\n|--:|\n| 1 |",
            "<table><thead><tr><th align=\"right\">a</th></tr></thead><tbody><tr><td align=\"right\">1</td></tr></tbody></table>"
        ),
        (
            "[site](https://x.test/?a=1&b=2 \"t\")",
            "<p><a href=\"https://x.test/?a=1&amp;b=2\" rel=\"noopener nofollow\" title=\"t\">site</a></p>"
        ),
        ("see https://x.test", "<p>see <a href=\"https://x.test\" rel=\"noopener nofollow\">https://x.test</a></p>"),
    ])
    func whatPeopleWriteIsFormatted(text: String, expected: String) {
        #expect(html(text) == expected)
    }

    @Test(arguments: [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[a](javascript:alert(1))", "[a](JaVaScRiPt:alert(1))",
        "[a](&#106;avascript:alert(1))", "[a](java\\script:x)", "[a](data:text/html;base64,PHNjcmlwdD4=)", "![x](javascript:alert(1))",
        "<javascript:alert(1)>", "[a](vbscript:x)", "<a href=\"javascript:x\">a</a>", "[a](<javascript:alert(1)>)",
        "[x]: javascript:alert(1)\n\n[x]", "```\"><script>\ncode\n```", "<iframe src=//evil.test></iframe>",
        "[a](https://x.test \"\\\" onmouseover=alert(1)\")", "<style>*{display:none}</style>", "<form action=/logout><button>",
        "<svg/onload=alert(1)>",
    ])
    func nothingRunsAndNothingLoads(text: String) {
        expectHarmless(Markdown(text), "\(text)")
    }

    @Test func pictureIsALinkToIt() {
        #expect(html("![plan](https://x.test/a.png)") == "<p><a href=\"https://x.test/a.png\" rel=\"noopener nofollow\">plan</a></p>")
        #expect(html("[![plan](https://x.test/a.png)](https://y.test)").components(separatedBy: "<a ").count == 2)
    }

    @Test func mentionedPeopleStandOut() {
        let names = ["Mei Tanaka", "Mei", "D'Arcy & Co"]
        #expect(html("Hi @Mei Tanaka!", mentioning: names) == "<p>Hi <b class=\"mention\">@Mei Tanaka</b>!</p>")
        #expect(html("@D'Arcy & Co", mentioning: names) == "<p><b class=\"mention\">@D&#39;Arcy &amp; Co</b></p>")
        #expect(html("`@Mei` mail@mei.test @Otto", mentioning: names).contains("mention") == false)
    }

    private static let colleagues = MentionedNames([
        .init("Mei Tanaka", email: "manager@x.test"), .init("Mei Lin", email: "lin@x.test"), .init("Ola", email: "ola@x.test"),
        .init("Ola Nwosu", email: "rep@x.test"), .init("Zoë O'Hara", email: "zoe.o@x.test"), .init("Ümit Öz", email: "uo@x.test"),
        .init("Anna-Lena Maier", email: "al@x.test"),
    ])

    /// What stands out is what tells somebody, and nothing else is.
    @Test(arguments: [
        ("@Mei Tanaka!", ["@Mei Tanaka"]), ("(@mei lin), @OLA.", ["@mei lin", "@OLA"]), ("@Mei", []), ("@Mei Tanaka-Lin", []),
        ("@Mei Tanakas", []), ("@Ola Nwosu and @Ola", ["@Ola Nwosu", "@Ola"]), ("@Olaf", []), ("@Ola Nw", ["@Ola"]),
        ("mail ola@ola.test, @ola.test or @ola@x.test", []), ("x@Ola", []), ("x_@Ola", []), ("@@Ola", ["@Ola"]), ("@ Ola", []),
        ("@zoë's, @Zoe", ["@zoë", "@Zoe"]), ("@Zoe\u{308} O'Hara", ["@Zoe\u{308} O'Hara"]), ("@zoe.o.", ["@zoe.o"]),
        ("@ümit öz? @Umit", ["@ümit öz", "@Umit"]), ("@uo-", ["@uo"]), ("@Anna-Lena…", ["@Anna-Lena"]), ("@Anna", []),
        ("`@Ola` [@Ola](https://x.test) https://x.test/@Ola", []), ("**@Ola** _@rep_ ~~@uo~~", ["@Ola", "@rep", "@uo"]),
        ("@Mei\nTanaka", []),
        ("- @Ola\n- @Ola", ["@Ola", "@Ola"]), ("@Ola,@rep;@uo", ["@Ola", "@rep", "@uo"]),
    ])
    func namesStandOutWhole(text: String, marked: [String]) {
        let markdown = Markdown(text)
        let html = markdown.html(mentioning: Self.colleagues).description.replacing("&#39;", with: "'")
        #expect(html.matches(of: #/<b class="mention">([^<]*)</b>/#).map { String($0.1) } == marked)
        #expect(markdown.mentions(of: Self.colleagues).isEmpty == marked.isEmpty)
    }

    @Test func everybodyCountsOnceInOrder() {
        #expect(Markdown("@rep, @Ola Nwosu, @lin and @Mei Lin").mentions(of: Self.colleagues) == [3, 1])
    }

    @Test func excerptIsPlainAndShort() {
        #expect(Markdown("# Call\n\n- **Ann** said [yes](https://x.test)\n- <b>no</b>").excerpt() == "Call Ann said yes no")
        #expect(Markdown(String(repeating: "word ", count: 100)).excerpt(20) == "word word word word…")
    }

    /// Each would take seconds or gigabytes where it is taken at face value. The tests' own deadline is what notices.
    @Test(arguments: [
        "_", "*a ", "[", "![", "[a](", ">", "> ", "- ", "`", "`a``b```c", "<", "<!--", "<?x", "|", "a|\n-|\n", "~a ", "http://", "a@",
        "[a](((((", "&a", "1. ", "*_", "[^", "[[]()", "\\", "www.a)", "<a ", "\"", "@Mei",
    ])
    func repeatedSignsCostNothing(unit: String) {
        let text = String(repeating: unit, count: Markdown.limit / unit.utf8.count)
        let html = Markdown(text).html(mentioning: MentionedNames([.init("Mei"), .init("Mei Tanaka")]))
        #expect(html.bytes.count < 4 << 20)
    }

    @Test func fewSignsDoNotMakeManyCells() {
        let wide = String(repeating: "a|", count: 2_000) + "\n" + String(repeating: "-|", count: 2_000) + "\n"
        let table = wide + String(repeating: "b\n", count: 4_000)
        #expect(Markdown(table).html().bytes.count < 1 << 20)
    }

    @Test func deepNestingIsFlattened() {
        let html = Markdown(String(repeating: ">", count: 5_000) + "deep").html().description
        #expect(html.components(separatedBy: "<blockquote>").count < 50 && html.contains("deep"))
    }

    // MARK: Almost right

    private static let seed =
        ProcessInfo.processInfo.environment["FUZZ_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 0...UInt64(UInt32.max))

    @Test func whateverIsWrittenIsHarmless() {
        let samples = [
            "# T <b>x</b>\n\n- [ ] a\n\n| a | b |\n|:-|-:|\n| 1 | [l](https://x.test \"t\") |\n",
            "[a](javascript:alert(1)) ![i](http://e/x.png 't')",
            "<a href=\"x\" onclick='y'>z</a>\n\n```js\nlet a = '<'\n```\n> q\n>> qq\n1. x\n   - y",
            "<https://a.test> me@x.test @Mei Tanaka &lt;script&gt; \\<img>",
        ]
        var mutations = Mutations(
            of: samples.map { Array($0.utf8) },
            tokens: [
                "<", ">", "\"", "'", "](", "javascript:", "<script", "</p>", "-->", "<!--", "&#60;", "&lt;", "`", "|", "\n", "\n\n",
                "on=\"", "<a href=\"", "data:",
            ],
            random: SeededGenerator(seed: Self.seed))
        for _ in 0..<10_000 {
            let text = String(decoding: mutations.next(), as: UTF8.self)
            expectHarmless(Markdown(text), "FUZZ_SEED=\(Self.seed) \(text.debugDescription)")
        }
    }

    /// The sanitiser itself, which must not rely on what stands before it.
    @Test func sanitiserHoldsOnItsOwn() {
        var mutations = Mutations(
            of: [
                "<p>a <a href=\"https://x.test\" title=\"&quot;\">b</a><br /></p>",
                "<ul><li><input type=\"checkbox\" checked=\"\" /></li></ul><!-- c -->",
            ].map { Array($0.utf8) },
            tokens: [
                "<", ">", "\"", "<script>", "</", "<p", "onclick=\"x\"", "href=\"javascript:x\"", "<img src=\"x\" onerror=\"y\">", "<!--",
                "-->", "&lt;", "/", "<a href=\"",
            ],
            random: SeededGenerator(seed: Self.seed))
        for _ in 0..<10_000 {
            let source = mutations.next()
            let html = AllowedMarkup(source, names: MentionedNames([.init("Mei")])).html.description
            #expect(Self.problem(html) == nil, "FUZZ_SEED=\(Self.seed) \(String(decoding: source, as: UTF8.self).debugDescription)")
        }
    }

    private func expectHarmless(_ text: Markdown, _ note: Testing.Comment) {
        #expect(Self.problem(text.html(mentioning: MentionedNames([.init("Mei Tanaka")])).description) == nil, note)
    }

    /// Reads the result as strictly as it should have been written: known tags, balanced, with known attributes and safe addresses.
    private static func problem(_ html: String) -> String? {
        var open: [String] = []
        var rest = html[...]
        while let start = rest.firstIndex(of: "<") {
            if rest[..<start].contains(">") { return "a lone bracket" }
            guard
                let match = rest[start...].prefixMatch(
                    of: #/<(?:/([a-z0-9]+)|([a-z0-9]+)((?: (?:href|rel|title|start|align|class)="[^"<>]*")*))>/#)
            else { return "no tag of ours at \(rest[start...].prefix(40))" }
            if let name = match.1.map(String.init) {
                guard open.popLast() == name else { return "\(name) is not open" }
            } else if let name = match.2.map(String.init) {
                guard tags.contains(name) else { return name }
                if !["br", "hr"].contains(name) { open.append(name) }
                if let address = match.3?.firstMatch(of: #/href="([^"]*)"/#)?.1, !isSafe(String(address)) { return String(address) }
            }
            rest = rest[match.range.upperBound...]
        }
        return open.isEmpty ? nil : "\(open) is open"
    }

    private static let tags: Set<String> = [
        "p", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "li", "pre", "code", "em", "strong", "del", "table", "thead", "tbody", "tr",
        "th",
        "td", "a", "b", "br", "hr",
    ]

    private static func isSafe(_ address: String) -> Bool {
        guard let colon = address.firstIndex(of: ":") else { return true }
        let scheme = address[..<colon]
        return ["http", "https", "mailto", "tel"].contains(scheme.lowercased()) || scheme.contains { "/?#".contains($0) }
    }
}
