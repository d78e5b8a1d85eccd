extension BrandColor {
    /// Relative luminance, 0 for black to 1 for white (WCAG 2.2).
    public var luminance: Double {
        0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    /// WCAG contrast ratio, 1 for the same colour to 21 for black on white.
    public func contrast(with other: BrandColor) -> Double {
        let (a, b) = (luminance, other.luminance)
        return (max(a, b) + 0.05) / (min(a, b) + 0.05)
    }

    /// Black or white, whichever reads better on this colour; never below 4.5:1.
    public var textOn: BrandColor {
        contrast(with: .white) >= 4.5 ? .white : contrast(with: .black) > contrast(with: .white) ? .black : .white
    }

    /// What is drawn once written as `#rrggbb`: contrast must hold for the rounded colour.
    var rounded: BrandColor { BrandColor(hex: hex) ?? self }
}

extension OKLCH {
    /// The nearest lightness, darker or lighter as `darker` says, at which the colour stands out from every
    /// background by at least `ratio`; hue stays, chroma gives way where the screen cannot follow.
    func repaired(against backgrounds: [BrandColor], ratio: Double, darker: Bool) -> OKLCH {
        var candidate = self
        while candidate.lightness > 0, candidate.lightness < 1 {
            let color = candidate.color.rounded
            if backgrounds.allSatisfy({ color.contrast(with: $0) >= ratio }) { return candidate }
            candidate.lightness += darker ? -0.005 : 0.005
        }
        return candidate.with(lightness: candidate.lightness)
    }
}
