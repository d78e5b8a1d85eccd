import Foundation

/// A colour by lightness (0…1), chroma (0…about 0.37) and hue (degrees), in steps that look equal.
///
/// Matrices: Björn Ottosson, "A perceptual color space for image processing" (2020).
public struct OKLCH: Sendable, Hashable {
    public var lightness: Double
    public var chroma: Double
    public var hue: Double

    public init(lightness: Double, chroma: Double, hue: Double) {
        (self.lightness, self.chroma, self.hue) = (lightness, chroma, hue)
    }

    public init(_ color: BrandColor) {
        let (r, g, b) = (linear(color.red), linear(color.green), linear(color.blue))
        let l = cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
        let m = cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
        let s = cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
        let a = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s
        let bb = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s
        lightness = 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s
        chroma = (a * a + bb * bb).squareRoot()
        hue = (atan2(bb, a) * 180 / .pi + 360).truncatingRemainder(dividingBy: 360)
    }

    /// The nearest colour a screen can show with this lightness and hue: chroma gives way.
    public var color: BrandColor {
        if let exact = inGamut(chroma) { return exact }
        var (low, high) = (0.0, chroma)
        for _ in 0..<16 {
            let middle = (low + high) / 2
            if inGamut(middle) == nil { high = middle } else { low = middle }
        }
        return inGamut(low) ?? (lightness < 0.5 ? .black : .white)
    }

    /// The same colour, lighter or darker.
    public func with(lightness: Double) -> OKLCH {
        OKLCH(lightness: min(max(lightness, 0), 1), chroma: chroma, hue: hue)
    }

    private func inGamut(_ chroma: Double) -> BrandColor? {
        let (a, b) = (chroma * cos(hue * .pi / 180), chroma * sin(hue * .pi / 180))
        let l = cubed(lightness + 0.3963377774 * a + 0.2158037573 * b)
        let m = cubed(lightness - 0.1055613458 * a - 0.0638541728 * b)
        let s = cubed(lightness - 0.0894841775 * a - 1.2914855480 * b)
        let channels = [
            4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
            -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
            -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s,
        ]
        guard channels.allSatisfy({ $0 > -0.0005 && $0 < 1.0005 }) else { return nil }
        let rgb = channels.map { encoded(min(max($0, 0), 1)) }
        return BrandColor(red: rgb[0], green: rgb[1], blue: rgb[2])
    }
}

private func cubed(_ value: Double) -> Double { value * value * value }

/// Light as it adds up, from light as sRGB writes it.
func linear(_ channel: Double) -> Double {
    channel <= 0.04045 ? channel / 12.92 : pow((channel + 0.055) / 1.055, 2.4)
}

private func encoded(_ light: Double) -> Double {
    light <= 0.0031308 ? light * 12.92 : 1.055 * pow(light, 1 / 2.4) - 0.055
}
