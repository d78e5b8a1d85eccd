/// A person or company as a round picture, or as initials on a colour that stays the same for the same name.
public struct Avatar: Component {
    /// Edge length, in pixels.
    public enum Size: String, Sendable {
        /// 20, beside a name in a table cell.
        case small
        /// 24, at the start of a row.
        case medium
        /// 32, in lists of people.
        case large
        /// 46, on the head of a record, with square corners.
        case hero
    }

    var name: String
    var image: String?
    var size: Size
    var saysName: Bool

    /// - Parameters:
    ///   - image: address of a picture; initials without one.
    ///   - saysName: true where the name does not stand beside it in words.
    public init(_ name: String, image: String? = nil, size: Size = .medium, saysName: Bool = false) {
        (self.name, self.image, self.size, self.saysName) = (name, image, size, saysName)
    }

    public var html: HTML {
        if let image {
            return """
                <img class="avatar \(size.rawValue)" src="\(url: image)" alt="\(saysName ? name : "")" \
                width="\(edge)" height="\(edge)" loading="lazy">
                """
        }
        return """
            <span class="avatar \(size.rawValue) hue-\(hue)"\
            \(if: saysName, " role=\"img\" aria-label=\"\(name)\" title=\"\(name)\"", else: " aria-hidden=\"true\"")>\
            \(Self.initials(of: name))</span>
            """
    }

    private var edge: Int {
        switch size {
        case .small: 20
        case .medium: 24
        case .large: 32
        case .hero: 46
        }
    }

    /// One of twelve colours, from a hash that does not change between runs (FNV-1a).
    private var hue: Int {
        var hash: UInt32 = 2_166_136_261
        for byte in name.utf8 { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        return Int((hash >> 8) % 12)
    }

    /// First letters of the first and last word, in capitals; `?` for a name without letters or digits.
    public static func initials(of name: String) -> String {
        var letters: (first: Unicode.Scalar, last: Unicode.Scalar?)?
        var isInsideWord = false
        for scalar in name.unicodeScalars {
            if scalar == " " {
                isInsideWord = false
            } else if !isInsideWord, isLetterOrDigit(scalar) {
                isInsideWord = true
                letters = letters.map { ($0.first, scalar) } ?? (scalar, nil)
            }
        }
        guard let letters else { return "?" }
        return letters.first.properties.uppercaseMapping + (letters.last?.properties.uppercaseMapping ?? "")
    }

    private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }
}

/// An avatar and a name, with an optional quiet line below.
public struct Identity: Component {
    var name: String
    var detail: String?
    var image: String?
    var size: Avatar.Size

    public init(_ name: String, detail: String? = nil, image: String? = nil, size: Avatar.Size = .medium) {
        (self.name, self.detail, self.image, self.size) = (name, detail, image, size)
    }

    public var html: HTML {
        """
        <span class="identity">\(Avatar(name, image: image, size: size))\
        <span class="name">\(name)\(detail.map { "<small>\($0)</small>" })</span></span>
        """
    }
}
