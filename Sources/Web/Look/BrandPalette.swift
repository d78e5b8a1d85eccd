/// The colours one theme derives from the brand colour.
struct BrandPalette {
    /// What the palette is used on; the same values stand in `app.css`.
    struct Ground {
        let isDark: Bool
        /// Everything text stands on, from the page to a card to the rail.
        let surfaces: [BrandColor]

        static let light = Ground(isDark: false, hexes: ["#ffffff", "#f9fafc", "#f5f6fa", "#eef0f5"])
        static let dark = Ground(isDark: true, hexes: ["#0e0f13", "#121318", "#16181f", "#23252d"])

        private init(isDark: Bool, hexes: [String]) {
            self.isDark = isDark
            surfaces = hexes.compactMap { BrandColor(hex: $0) }
        }
    }

    /// The fill of primary buttons and marks: the brand colour itself as far as it can be seen on the ground.
    let fill: BrandColor
    let fillHover: BrandColor
    /// Text on the fill, and on the fill while pointed at.
    let onFill: BrandColor
    /// Text, icons and focus rings in the brand's colour: at least 4.5:1 on every surface and on the tint.
    let accent: BrandColor
    /// A breath of the brand behind what is selected.
    let tint: BrandColor
    let tintStrong: BrandColor
    let tintBorder: BrandColor
    /// Six colours that can be told apart, each at least 3:1 on every surface.
    let chart: [BrandColor]

    init(brand: BrandColor, on ground: Ground) {
        let brand = OKLCH(brand)
        let fillShade =
            ground.isDark
            ? brand.repaired(against: ground.surfaces, ratio: 3, darker: false)
            : brand.with(lightness: min(brand.lightness, 0.86))
        fill = fillShade.color.rounded
        onFill = fill.textOn
        // Away from the text, so that contrast can only grow.
        let step = onFill == .white ? -0.05 : 0.05
        fillHover = fillShade.with(lightness: fillShade.lightness + step).color.rounded
        let chroma = { (most: Double) in min(brand.chroma, most) }
        func shade(_ light: Double, _ dark: Double, _ most: Double) -> OKLCH {
            OKLCH(lightness: ground.isDark ? dark : light, chroma: chroma(most), hue: brand.hue)
        }
        tint = shade(0.965, 0.245, 0.03).color.rounded
        tintStrong = shade(0.93, 0.3, 0.045).color.rounded
        tintBorder = shade(0.82, 0.45, 0.08).color.rounded
        accent =
            brand.with(lightness: ground.isDark ? max(brand.lightness, 0.68) : min(brand.lightness, 0.56))
            .repaired(against: ground.surfaces + [tint, tintStrong], ratio: 4.5, darker: !ground.isDark).color.rounded
        chart = Self.chart(brand, on: ground)
    }

    private static func chart(_ brand: OKLCH, on ground: Ground) -> [BrandColor] {
        let lightness = ground.isDark ? max(brand.lightness, 0.68) : min(brand.lightness, 0.62)
        let first = brand.with(lightness: lightness)
        let others = [155.0, 60, 265, 105, 320].map { turn in
            OKLCH(
                lightness: ground.isDark ? 0.7 : 0.6, chroma: 0.13,
                hue: (brand.hue + turn).truncatingRemainder(dividingBy: 360))
        }
        return ([first] + others).map {
            $0.repaired(against: ground.surfaces, ratio: 3, darker: !ground.isDark).color.rounded
        }
    }
}

extension BrandColor {
    /// The colour as text and lines have it on a light ground: mails know no palettes.
    public var onLight: BrandColor { BrandPalette(brand: self, on: .light).accent }
}
