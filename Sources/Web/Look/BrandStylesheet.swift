/// The style sheet that dresses `app.css` in a brand's colour, for light and dark.
///
/// Every colour is checked against what it is drawn on, so any brand colour gives readable pages.
public func brandStylesheet(color: BrandColor) -> String {
    let light = BrandPalette(brand: color, on: .light)
    let dark = BrandPalette(brand: color, on: .dark)
    let named: [(String, KeyPath<BrandPalette, BrandColor>)] = [
        ("brand", \.fill), ("brand-hover", \.fillHover), ("on-brand", \.onFill), ("accent", \.accent),
        ("focus", \.accent), ("tint", \.tint), ("tint-strong", \.tintStrong), ("tint-border", \.tintBorder),
    ]
    let colors = named.map { variable($0.0, light[keyPath: $0.1], dark[keyPath: $0.1]) }
    let charts = light.chart.indices.map { variable("chart-\($0 + 1)", light.chart[$0], dark.chart[$0]) }
    return ":root{" + (colors + charts).joined() + "}\n"
}

private func variable(_ name: String, _ light: BrandColor, _ dark: BrandColor) -> String {
    "--\(name):light-dark(\(light.hex),\(dark.hex));"
}
