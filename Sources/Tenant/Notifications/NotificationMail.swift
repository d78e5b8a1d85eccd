import Foundation
import Platform
import Web

/// The mail that tells somebody what is new, in their language and under the tenant's brand.
struct NotificationMail: Sendable {
    let lines: [Inbox.Line]
    let viewer: Viewer
    let texts: Texts
    let brand: BrandProfile
    let baseURL: String

    /// Nil where there is nothing to tell.
    var message: SendMail? {
        get throws {
            guard !lines.isEmpty else { return nil }
            return SendMail(to: try EmailAddress(viewer.email), subject: subject, text: text, html: html.description)
        }
    }

    private var subject: String {
        if let only = lines.first, lines.count == 1 { return only.sentence(texts) }
        return texts("\(lines.count) news at \(brand.name)")
    }

    private var text: String {
        let entries = lines.map { "\($0.sentence(texts))\n\(address(of: $0))" }
        return ([texts("Hello \(viewer.name),")] + entries + ["\(reason)\n\(choices)"]).joined(separator: "\n\n")
    }

    private var reason: String { texts("You choose what is mailed to you here:") }
    private var choices: String { "\(baseURL)/profile/notifications" }

    private func address(of line: Inbox.Line) -> String {
        "\(baseURL)/inbox/\(line.stored.id.text)"
    }

    /// Mail programs know no style sheets: each element says how it looks.
    private var html: HTML {
        """
        <!doctype html><html lang="\(texts.language.tag)" dir="\(texts.language.isRightToLeft ? "rtl" : "ltr")"><head>\
        <meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>\(subject)</title></head>\
        <body style="margin:0;background:#f5f6fa;font:15px/1.5 -apple-system,'Segoe UI',Roboto,Arial,sans-serif;color:#181b25">\
        <div style="max-width:560px;margin:0 auto;padding:32px 16px">\
        <p style="margin:0 0 16px;font-weight:600;color:#454a5a">\(brand.name)</p>\
        <div style="padding:8px 24px;border:1px solid #e4e6ec;border-top:3px solid \(color);border-radius:8px;background:#fff">\
        <p>\(texts("Hello \(viewer.name),"))</p>\(each: lines, { entry($0) })</div>\
        <p style="margin:16px 0;font-size:13px;color:#5f6576">\(reason) \
        <a href="\(url: choices)" style="color:#5f6576">\(texts("Your notifications"))</a></p></div></body></html>
        """
    }

    private func entry(_ line: Inbox.Line) -> HTML {
        """
        <p style="padding:12px 0;margin:0;border-top:1px solid #e4e6ec"><a href="\(url: address(of: line))" \
        style="color:#181b25;font-weight:600;text-decoration:none">\(line.sentence(texts))</a><br>\
        <a href="\(url: address(of: line))" style="color:\(color);font-size:13px">\(texts("Open"))</a></p>
        """
    }

    /// Readable on white, whatever the brand.
    private var color: String {
        BrandColor(hex: brand.color).map(\.onLight.hex) ?? BrandProfile.fallback.color
    }
}
