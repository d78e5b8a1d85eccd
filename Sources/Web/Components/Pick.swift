/// One of several choices that stand apart, such as in the columns of a table: a radio button, its label, and a quiet note.
public struct Pick: Component {
    var group: String
    var value: String
    var isChosen: Bool
    var label: String
    var note: String?
    var name: String

    /// - Parameters:
    ///   - group: the key the form sends; those of the same group exclude each other.
    ///   - name: what it belongs to, for screen readers.
    public init(_ group: String, value: String, isChosen: Bool, label: String, note: String? = nil, name: String) {
        (self.group, self.value, self.isChosen) = (group, value, isChosen)
        (self.label, self.note, self.name) = (label, note, name)
    }

    public var html: HTML {
        """
        <label class="tick"><input type="radio" name="\(group)" value="\(value)"\(attribute: "checked", isChosen)>\
        <span><span class="unseen">\(name): </span><bdi>\(label)</bdi>\(note.map { " <small class=\"muted\">\($0)</small>" })</span></label>
        """
    }
}
