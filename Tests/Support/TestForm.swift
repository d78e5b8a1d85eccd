import Foundation

/// A form as it stands on a page, with what its controls send when nobody touches them.
public struct TestForm: Sendable {
    public let action: String
    public let fields: [String: String]

    /// - Parameters:
    ///   - tag: the attributes of the form's own tag.
    ///   - content: what stands between its tags.
    init(tag: Substring, content: Substring) {
        action = Self.attributes(tag)["action"] ?? ""
        fields = Self.fields(content)
    }

    private static func fields(_ html: Substring) -> [String: String] {
        var fields: [String: String] = [:]
        for match in html.matches(of: #/(?s)<(input|textarea|select)\b((?:"[^"]*"|[^>"])*)>(?:([^<]*)</textarea>)?/#) {
            let attributes = attributes(match.2)
            guard let name = attributes["name"], attributes["disabled"] == nil else { continue }
            switch match.1 {
            case "textarea": fields[name] = unescaped(match.3 ?? "")
            case "select": fields[name] = chosen(html[match.range.upperBound...])
            default: if sends(attributes) { fields[name] = attributes["value"] ?? "" }
            }
        }
        return fields
    }

    private static func sends(_ attributes: [String: String]) -> Bool {
        switch attributes["type"] {
        case "checkbox", "radio": attributes["checked"] != nil
        case "submit", "button", "file": false
        default: true
        }
    }

    /// The selected option of the list that `html` begins in, else its first.
    private static func chosen(_ html: Substring) -> String {
        let list = html.range(of: "</select>").map { html[..<$0.lowerBound] } ?? html
        let options = list.matches(of: #/<option\b((?:"[^"]*"|[^>"])*)>/#).map { attributes($0.1) }
        return (options.first { $0["selected"] != nil } ?? options.first)?["value"] ?? ""
    }

    private static func attributes(_ tag: Substring) -> [String: String] {
        let pairs = tag.matches(of: #/([a-zA-Z-]+)(?:="([^"]*)")?/#).map { (String($0.1), unescaped($0.2 ?? "")) }
        return Dictionary(pairs) { first, _ in first }
    }

    private static func unescaped(_ text: Substring) -> String {
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")].reduce(String(text)) {
            $0.replacingOccurrences(of: $1.0, with: $1.1)
        }
    }
}

extension TestAnswer {
    /// The forms of the page; what scripts would make of templates is not among them.
    public var forms: [TestForm] {
        let html = text.replacing(#/(?s)<template\b.*?</template>/#, with: "")
        return html.matches(of: #/(?s)<form\b((?:"[^"]*"|[^>"])*)>(.*?)</form>/#).map { TestForm(tag: $0.1, content: $0.2) }
    }

    /// The token of the first form on the page that has one.
    public var csrf: String { forms.lazy.compactMap { $0.fields["_csrf"] }.first ?? "" }

    /// Where a redirect leads.
    public var location: String? { header("Location") }
}
