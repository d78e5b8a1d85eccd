/// The content type of a file by its extension; texts are UTF-8.
func contentType(ofFile name: some StringProtocol) -> String {
    switch name.split(separator: ".").last.map({ $0.lowercased() }) {
    case "css": "text/css; charset=utf-8"
    case "js", "mjs": "text/javascript; charset=utf-8"
    case "html": "text/html; charset=utf-8"
    case "txt": "text/plain; charset=utf-8"
    case "json", "map": "application/json"
    case "webmanifest": "application/manifest+json"
    case "svg": "image/svg+xml"
    case "png": "image/png"
    case "jpg", "jpeg": "image/jpeg"
    case "webp": "image/webp"
    case "avif": "image/avif"
    case "ico": "image/x-icon"
    case "woff2": "font/woff2"
    case "pdf": "application/pdf"
    default: "application/octet-stream"
    }
}
