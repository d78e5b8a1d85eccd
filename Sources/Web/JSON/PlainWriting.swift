import Foundation

// Formatting into memory that has room for it. Each function returns how many bytes it wrote.

/// Whether `utf8` can stand in a JSON string as it is: no quote, no backslash, no control character.
@inline(__always)
func isPlainJSON(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
    for byte in utf8 where byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return false }
    return true
}

/// Escapes what must be escaped in a JSON string: up to six bytes for one.
func writeEscaped(_ utf8: UnsafeBufferPointer<UInt8>, to target: UnsafeMutablePointer<UInt8>) -> Int {
    var end = target
    func put(_ byte: UInt8) {
        end.pointee = byte
        end += 1
    }
    for byte in utf8 {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): [UInt8(ascii: "\\"), byte].forEach(put)
        case 0x0A: #"\n"#.utf8.forEach(put)
        case 0x0D: #"\r"#.utf8.forEach(put)
        case 0x09: #"\t"#.utf8.forEach(put)
        case 0x00..<0x20:
            #"\u00"#.utf8.forEach(put)
            put(hexDigit(byte >> 4))
            put(hexDigit(byte & 15))
        default: put(byte)
        }
    }
    return end - target
}

/// 0–15 as a hexadecimal digit in lower case.
@inline(__always)
func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") &+ value : UInt8(ascii: "a") &- 10 &+ value
}

/// `number` in decimal, up to 20 bytes.
@inline(__always)
func writeDecimal(_ number: Int, to target: UnsafeMutablePointer<UInt8>) -> Int {
    var rest = number.magnitude
    var size = number < 0 ? 2 : 1
    var bound: UInt = 10
    while rest >= bound {
        size += 1
        let (next, overflows) = bound.multipliedReportingOverflow(by: 10)
        if overflows { break }
        bound = next
    }
    var index = size
    repeat {
        index -= 1
        target[index] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10)
        rest /= 10
    } while rest > 0
    if number < 0 { target[0] = UInt8(ascii: "-") }
    return size
}

/// The last `width` decimal digits of `number`, with zeros in front.
@inline(__always)
func writePadded(_ number: Int, width: Int, to target: UnsafeMutablePointer<UInt8>) {
    var rest = UInt32(truncatingIfNeeded: number)
    var index = width
    while index > 0 {
        index -= 1
        target[index] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10)
        rest /= 10
    }
}

/// 36 bytes: lower case with hyphens.
@inline(__always)
func writeUUID(_ id: UUID, to target: UnsafeMutablePointer<UInt8>) -> Int {
    var end = target
    withUnsafeBytes(of: id.uuid) { raw in
        for index in 0..<16 {
            if index == 4 || index == 6 || index == 8 || index == 10 {
                end.pointee = UInt8(ascii: "-")
                end += 1
            }
            end[0] = hexDigit(raw[index] >> 4)
            end[1] = hexDigit(raw[index] & 15)
            end += 2
        }
    }
    return 36
}
