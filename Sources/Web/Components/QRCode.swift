import CQREncode

/// A QR code, drawn on the server: what it says never travels to anybody else.
public struct QRCode: Component {
    private let label: String
    private let width: Int
    /// A path of unit squares, row by row.
    private let squares: String
    /// Light modules around the code, without which cameras do not find it.
    private static let margin = 4

    /// - Parameters:
    ///   - text: what a camera reads; nil comes back for more than a code can hold, about 2,300 bytes.
    ///   - label: what it is, for those who do not see it.
    public init?(_ text: String, label: String) {
        guard let code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M) else { return nil }
        defer { QRcode_free(code) }
        let size = Int(code.pointee.width)
        var squares = ""
        for row in 0..<size {
            for column in 0..<size where code.pointee.data[row * size + column] & 1 == 1 {
                squares += "M\(column + Self.margin) \(row + Self.margin)h1v1h-1z"
            }
        }
        (self.label, self.squares, width) = (label, squares, size + 2 * Self.margin)
    }

    /// Black on white in dark mode, too: many cameras read no inverted codes.
    public var html: HTML {
        """
        <svg width="208" height="208" viewBox="0 0 \(width) \(width)" role="img" aria-label="\(label)" shape-rendering="crispEdges">\
        <path fill="#fff" d="M0 0h\(width)v\(width)H0z"/><path fill="#000" d="\(squares)"/></svg>
        """
    }
}
