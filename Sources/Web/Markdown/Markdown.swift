import CCmark

/// Text that people format with signs: `**bold**`, lists, tables, links (CommonMark with GitHub's extensions).
public struct Markdown: Sendable, Hashable {
    /// As it was typed.
    public let text: String

    /// The longest text that is taken, in bytes. Whatever is written within it costs milliseconds.
    public static let limit = 20_000
    /// Cells that a text may make. A short row is filled up to the width of its table, so that few signs can make many.
    static let cellLimit = 20_000

    public init(_ text: String) {
        self.text = text
    }

    /// Without raw HTML, pictures and addresses that run script. Nothing of it loads anything.
    ///
    /// - Parameter names: of people; where one stands behind an `@`, it stands out.
    public func html(mentioning names: MentionedNames = MentionedNames()) -> HTML {
        AllowedMarkup(rendered, names: names).html
    }

    /// Which of `names` stand out, each once, in the order of the text.
    public func mentions(of names: MentionedNames) -> [Int] {
        var known: Set<Int> = []
        return AllowedMarkup(rendered).prose.flatMap { names.mentions(in: $0) }.map(\.index).filter { known.insert($0).inserted }
    }

    /// The first words without their formatting.
    public func excerpt(_ length: Int = 140) -> String {
        let plain = AllowedMarkup(rendered).text
        let words = plain.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return words.count > length ? words.prefix(length - 1) + "…" : words
    }

    /// What libcmark makes of it in its safe mode.
    private var rendered: [UInt8] {
        // Where no table may be made, bars are bars.
        let extensions = ["strikethrough", "autolink", "tasklist"] + (mayHoldTables ? ["table"] : [])
        cmark_gfm_core_extensions_ensure_registered()
        guard let parser = cmark_parser_new(Self.options) else { return [] }
        defer { cmark_parser_free(parser) }
        for name in extensions { cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(name)) }
        var source = text
        source.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { cmark_parser_feed(parser, $0.baseAddress, $0.count) }
        }
        guard let document = cmark_parser_finish(parser) else { return [] }
        defer { cmark_node_free(document) }
        guard let output = cmark_render_html(document, Self.options, cmark_parser_get_syntax_extensions(parser)) else { return [] }
        defer { cmark_get_default_mem_allocator().pointee.free(output) }
        return Array(UnsafeRawBufferPointer(UnsafeBufferPointer(start: output, count: length(of: output))))
    }

    /// People press Enter where they want a new line.
    private static let options = CMARK_OPT_DEFAULT | CMARK_OPT_HARDBREAKS | CMARK_OPT_VALIDATE_UTF8

    private func length(of text: UnsafePointer<CChar>) -> Int {
        var length = 0
        while text[length] != 0 { length += 1 }
        return length
    }

    private var mayHoldTables: Bool {
        let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let width = lines.lazy.map { $0.count { $0 == UInt8(ascii: "|") } + 1 }.max() ?? 1
        return width * lines.count <= Self.cellLimit
    }
}
