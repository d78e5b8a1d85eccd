import Foundation
import Testing

@testable import Web

@Suite struct LookTests {
    @Test(arguments: [("#4361e0", "#4361e0"), ("4361E0", "#4361e0"), ("#fa0", "#ffaa00")])
    func aColourIsReadFromHex(text: String, hex: String) {
        #expect(BrandColor(hex: text)?.hex == hex)
    }

    @Test(arguments: ["", "#12", "#12345", "#1234567", "red", "#gggggg", "+12345", "#４３６１ｅ０"])
    func anythingElseIsNoColour(text: String) {
        #expect(BrandColor(hex: text) == nil)
    }

    @Test func contrastIsTheOneOfWCAG() {
        #expect(abs(BrandColor.black.contrast(with: .white) - 21) < 0.001)
        let grey = BrandColor(hex: "#767676") ?? .black
        #expect(abs(grey.contrast(with: .white) - 4.54) < 0.01)
    }

    @Test func oklchMatchesPublishedValues() {
        let red = OKLCH(BrandColor(red: 1, green: 0, blue: 0))
        #expect(abs(red.lightness - 0.628) < 0.001 && abs(red.chroma - 0.2577) < 0.001 && abs(red.hue - 29.23) < 0.05)
    }

    @Test func aColourSurvivesTheWayThereAndBack() {
        for color in brandColors { #expect(OKLCH(color).color.hex == color.hex) }
    }

    @Test func everyBrandColourGivesReadablePages() {
        for color in brandColors {
            for (ground, muted) in [(BrandPalette.Ground.light, "#5f6576"), (.dark, "#9a9fae")] {
                expectReadable(BrandPalette(brand: color, on: ground), on: ground, muted: muted, brand: color)
            }
        }
    }

    private func expectReadable(_ palette: BrandPalette, on ground: BrandPalette.Ground, muted: String, brand: BrandColor) {
        let grounds = ground.surfaces + [palette.tint, palette.tintStrong]
        for surface in grounds {
            #expect(palette.accent.contrast(with: surface) >= 4.5, "accent of \(brand.hex) on \(surface.hex)")
            #expect((BrandColor(hex: muted) ?? surface).contrast(with: surface) >= 4.5, "muted on \(surface.hex), brand \(brand.hex)")
        }
        #expect(palette.onFill.contrast(with: palette.fill) >= 4.5, "button of \(brand.hex)")
        #expect(palette.onFill.contrast(with: palette.fillHover) >= 4.5, "button of \(brand.hex) pointed at")
        for color in palette.chart {
            #expect(ground.surfaces.allSatisfy { color.contrast(with: $0) >= 3 }, "chart of \(brand.hex)")
        }
    }

    @Test func theStyleSheetNamesEveryColourOfTheBrand() throws {
        let sheet = brandStylesheet(color: try #require(BrandColor(hex: "#4361e0")))
        #expect(sheet.hasPrefix(":root{--brand:light-dark(#4361e0,"))
        for name in ["brand-hover", "on-brand", "accent", "focus", "tint", "tint-strong", "tint-border", "chart-1", "chart-6"] {
            #expect(sheet.contains("--\(name):light-dark(#"))
        }
    }

    @Test func theSurfacesCheckedAreTheOnesDrawn() throws {
        let css = try String(contentsOf: staticFiles.appending(path: "app.css"), encoding: .utf8)
        for (name, light, dark) in [("page", 1, 0), ("surface", 0, 2), ("rail", 2, 1), ("sunken", 3, 3)] {
            let pair = "\(BrandPalette.Ground.light.surfaces[light].hex), \(BrandPalette.Ground.dark.surfaces[dark].hex)"
            #expect(css.contains("--\(name): light-dark(\(pair))"), "\(name)")
        }
        #expect(css.contains("--muted: light-dark(#5f6576, #9a9fae)"))
    }
}

/// 200 colours from a fixed sequence, and the extremes.
private let brandColors: [BrandColor] = {
    var state: UInt64 = 42
    let random = (0..<200).compactMap { _ -> BrandColor? in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let digits = String(state >> 40, radix: 16)
        return BrandColor(hex: String(repeating: "0", count: 6 - digits.count) + digits)
    }
    return random + ["#000000", "#ffffff", "#ffff00", "#00ff00", "#0000ff", "#ff0000", "#808080"].compactMap { BrandColor(hex: $0) }
}()
