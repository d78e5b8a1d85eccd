extension HTML: ExpressibleByStringInterpolation {
    /// Markup written in the source: trusted, since the compiler saw it.
    public init(stringLiteral literal: String) {
        self.init(unescapedTrusted: literal)
    }

    /// A literal with its interpolated values in place.
    public init(stringInterpolation interpolation: StringInterpolation) {
        bytes = interpolation.bytes
    }

    /// Collects the parts of an interpolated literal into one buffer.
    public struct StringInterpolation: StringInterpolationProtocol, Sendable {
        var bytes: [UInt8] = []

        /// Room for the literal parts and a guess for each value.
        public init(literalCapacity: Int, interpolationCount: Int) {
            bytes.reserveCapacity(literalCapacity + interpolationCount * 24)
        }

        /// A part of the literal itself, as it stands.
        public mutating func appendLiteral(_ literal: String) {
            bytes.append(contentsOf: literal.utf8)
        }
    }
}

extension HTML.StringInterpolation {
    /// `\(text)`: text, escaped.
    public mutating func appendInterpolation(_ text: String) {
        bytes.appendEscaped(text)
    }

    /// `\(text)`: text, escaped.
    public mutating func appendInterpolation(_ text: Substring) {
        bytes.appendEscaped(String(text))
    }

    /// `\(number)`: digits, without grouping.
    public mutating func appendInterpolation(_ number: some BinaryInteger) {
        bytes.append(contentsOf: String(number).utf8)
    }

    /// `\(html)`: markup, as it stands.
    public mutating func appendInterpolation(_ html: HTML) {
        bytes.append(contentsOf: html.bytes)
    }

    /// `\(html)`: markup, or nothing.
    public mutating func appendInterpolation(_ html: HTML?) {
        if let html { appendInterpolation(html) }
    }

    /// `\(Badge("Won"))`: a component's markup.
    public mutating func appendInterpolation(_ component: some Component) {
        appendInterpolation(component.html)
    }

    /// `\(avatar)`: a component's markup, or nothing.
    public mutating func appendInterpolation(_ component: (some Component)?) {
        if let component { appendInterpolation(component.html) }
    }

    /// `\(if: isWon, "<b>won</b>", else: "open")`: one of two pieces; only the chosen one is made.
    public mutating func appendInterpolation(
        if condition: Bool, _ html: @autoclosure () -> HTML, else other: @autoclosure () -> HTML = .empty
    ) {
        appendInterpolation(condition ? html() : other())
    }

    /// `\(each: contacts, { "<li>\($0.name)</li>" })`: a piece for every item, in order.
    public mutating func appendInterpolation<Items: Sequence>(
        each items: Items, _ body: (Items.Element) throws -> HTML
    ) rethrows {
        for item in items { appendInterpolation(try body(item)) }
    }

    /// `<a\(attribute: "title", title)>`: an attribute with its leading space, or nothing when the value is nil.
    public mutating func appendInterpolation(attribute name: StaticString, _ value: String?) {
        guard let value else { return }
        appendAttributeName(name)
        appendLiteral("=\"")
        bytes.appendEscaped(value)
        appendLiteral("\"")
    }

    /// `<input\(attribute: "maxlength", 80)>`: a number as an attribute, or nothing when it is nil.
    public mutating func appendInterpolation(attribute name: StaticString, _ value: Int?) {
        appendInterpolation(attribute: name, value.map { String($0) })
    }

    /// `<input\(attribute: "required", true)>`: an attribute that is there or not.
    public mutating func appendInterpolation(attribute name: StaticString, _ isPresent: Bool) {
        if isPresent { appendAttributeName(name) }
    }

    /// `<a href="\(url: site)">`: an address that cannot run script; one that could becomes `#`.
    public mutating func appendInterpolation(url address: String) {
        bytes.appendEscaped(SafeURL(address).text)
    }

    /// Markup that is **not** escaped: only for bytes this program made, or that a sanitiser let through.
    public mutating func appendInterpolation(unescapedTrusted bytes: some Sequence<UInt8>) {
        self.bytes.append(contentsOf: bytes)
    }

    /// Markup that is **not** escaped: only for text this program made, or that a sanitiser let through.
    public mutating func appendInterpolation(unescapedTrusted text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    private mutating func appendAttributeName(_ name: StaticString) {
        bytes.append(UInt8(ascii: " "))
        name.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }
}
