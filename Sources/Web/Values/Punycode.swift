extension EmailAddress {
    /// The domain in the ASCII form that DNS and mail servers take: `xn--mller-kva.example` for `müller.example`.
    public var asciiDomain: String {
        domain.split(separator: ".").map { label in
            label.utf8.allSatisfy { $0 < 0x80 } ? String(label) : "xn--" + punycode(label)
        }.joined(separator: ".")
    }
}

/// RFC 3492: the ASCII characters of a label, then where in it the others go, as variable-length numbers in base 36.
private func punycode(_ label: Substring) -> String {
    let points = label.unicodeScalars.map { Int($0.value) }
    var output = String(label.unicodeScalars.filter(\.isASCII).map(Character.init))
    let basic = output.count
    if basic > 0 { output.append("-") }
    var (handled, delta, bias, point) = (basic, 0, 72, 128)
    while handled < points.count {
        let next = points.filter { $0 >= point }.min()!
        delta += (next - point) * (handled + 1)
        point = next
        for other in points {
            if other < point { delta += 1 }
            if other == point {
                output += digits(of: delta, bias: bias)
                bias = adapted(delta, count: handled + 1, isFirst: handled == basic)
                delta = 0
                handled += 1
            }
        }
        delta += 1
        point += 1
    }
    return output
}

private func digits(of number: Int, bias: Int) -> String {
    let alphabet = Array("abcdefghijklmnopqrstuvwxyz0123456789")
    var (rest, position, text) = (number, 36, "")
    while true {
        let threshold = min(max(position - bias, 1), 26)
        if rest < threshold { return text + String(alphabet[rest]) }
        text.append(alphabet[threshold + (rest - threshold) % (36 - threshold)])
        rest = (rest - threshold) / (36 - threshold)
        position += 36
    }
}

private func adapted(_ delta: Int, count: Int, isFirst: Bool) -> Int {
    var (delta, steps) = (isFirst ? delta / 700 : delta / 2, 0)
    delta += delta / count
    while delta > 455 {
        delta /= 35
        steps += 36
    }
    return steps + 36 * delta / (delta + 38)
}
