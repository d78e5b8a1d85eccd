/// A colour on a screen: red, green and blue from 0 to 1 in sRGB.
public struct BrandColor: Sendable, Hashable {
    public var red: Double
    public var green: Double
    public var blue: Double

    public init(red: Double, green: Double, blue: Double) {
        (self.red, self.green, self.blue) = (red, green, blue)
    }

    /// Reads `#RRGGBB` or `#RGB`, with or without the sharp; nil for anything else.
    public init?(hex text: String) {
        let digits = Array((text.hasPrefix("#") ? text.dropFirst() : text[...]).utf8)
        let long = digits.count == 3 ? digits.flatMap { [$0, $0] } : digits
        let isHex = long.allSatisfy { Character(UnicodeScalar($0)).isHexDigit }
        guard long.count == 6, isHex, let value = UInt32(String(decoding: long, as: UTF8.self), radix: 16)
        else { return nil }
        self.init(
            red: Double(value >> 16 & 0xFF) / 255, green: Double(value >> 8 & 0xFF) / 255,
            blue: Double(value & 0xFF) / 255)
    }

    /// `#rrggbb`.
    public var hex: String {
        "#"
            + [red, green, blue].map { channel in
                let byte = String(Int(min(max(channel, 0), 1) * 255 + 0.5), radix: 16)
                return byte.count == 1 ? "0" + byte : byte
            }.joined()
    }

    public static let black = BrandColor(red: 0, green: 0, blue: 0)
    public static let white = BrandColor(red: 1, green: 1, blue: 1)
}
