extension MultipartPart {
    /// Reads the header lines of a part.
    ///
    /// - Throws: `Failure.badRequest` when they are not UTF-8 or name no field.
    init(header bytes: ArraySlice<UInt8>) throws(Failure) {
        guard let header = String(validating: bytes, as: UTF8.self) else {
            throw .badRequest(detail: "A header of the upload is not UTF-8.")
        }
        var disposition: [String: String] = [:]
        var contentType: String?
        for line in header.split(separator: "\r\n") {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = line[line.index(after: colon)...]
            switch line[..<colon].trimmingSpaces().lowercased() {
            case "content-disposition": disposition = Self.parameters(value)
            case "content-type": contentType = value.trimmingSpaces()
            default: continue
            }
        }
        guard let name = disposition["name"], !name.utf8.contains(0) else {
            throw .badRequest(detail: "A part of the upload has no name.")
        }
        self.name = name
        self.contentType = contentType
        filename = disposition["filename"].map(Self.bareFilename)
    }

    /// The parameters behind the first semicolon: `name="a b"; filename="c;d"`. Browsers write quotes inside as `%22`
    /// and older ones with a backslash.
    private static func parameters(_ text: Substring) -> [String: String] {
        var parameters: [String: String] = [:]
        for piece in splitOutsideQuotes(text).dropFirst() {
            guard let equals = piece.firstIndex(of: "=") else { continue }
            let name = piece[..<equals].trimmingSpaces().lowercased()
            var value = piece[piece.index(after: equals)...].trimmingSpaces()
            if value.count >= 2, value.hasPrefix("\""), value.hasSuffix("\"") {
                value = String(value.dropFirst().dropLast())
                    .replacing("\\\"", with: "\"").replacing("%22", with: "\"").replacing("%0D", with: "").replacing("%0A", with: "")
            }
            if parameters[name] == nil { parameters[name] = value }
        }
        return parameters
    }

    private static func splitOutsideQuotes(_ text: Substring) -> [Substring] {
        var pieces: [Substring] = []
        var start = text.startIndex
        var isQuoted = false
        var previous: Character = " "
        for index in text.indices {
            let character = text[index]
            if character == "\"", previous != "\\" { isQuoted.toggle() }
            if character == ";", !isQuoted {
                pieces.append(text[start..<index])
                start = text.index(after: index)
            }
            previous = character
        }
        return pieces + [text[start...]]
    }

    /// Without folders of either kind of system and without control characters, at most 200 characters.
    private static func bareFilename(_ name: String) -> String {
        let last = name.split { $0 == "/" || $0 == "\\" }.last.map(String.init) ?? ""
        let visible = String(last.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }.map(Character.init))
        return String((cleanText(visible) ?? "").suffix(200))
    }
}
