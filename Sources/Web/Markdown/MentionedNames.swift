/// Names of people that stand out where they are mentioned in a text: `@Mei Tanaka`.
struct MentionedNames {
    /// The longest first, so that nobody is cut short by a namesake.
    private let names: [String]

    init(_ names: [String]) {
        self.names = names
    }

    func marked(in text: String) -> HTML {
        guard !names.isEmpty, text.contains("@") else { return "\(text)" }
        var html = HTML()
        var rest = text[...]
        while let sign = rest.firstIndex(of: "@") {
            let behind = rest[rest.index(after: sign)...]
            html += "\(rest[..<sign])"
            if let name = names.first(where: { behind.prefix($0.count).lowercased() == $0.lowercased() }) {
                let end = behind.index(behind.startIndex, offsetBy: name.count)
                html += "<b class=\"mention\">@\(behind[..<end])</b>"
                rest = behind[end...]
            } else {
                html += "@"
                rest = behind
            }
        }
        return html + "\(rest)"
    }
}
