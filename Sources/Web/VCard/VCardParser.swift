import Foundation

/// Reads cards (RFC 6350, RFC 2426, and what phones still write as 2.1) out of bytes that come in chunks, holding one card at a
/// time. It is lenient: lines that make no sense are left out, and so is what is in no card.
public struct VCardParser {
    /// How large things may get before they are left out.
    public struct Limits: Sendable {
        /// Bytes of one line with everything folded into it. Photos are the longest; they are not kept at all.
        public var line = 1 << 20
        public var properties = 1_000

        public init() {}
    }

    /// Properties that hold files or keys.
    private static let ignored: Set<String> = ["PHOTO", "LOGO", "SOUND", "KEY", "AGENT"]

    private let limits: Limits
    /// The line that is being read, and the one before it, which may go on in it.
    private var physical: [UInt8] = []
    private var logical: [UInt8] = []
    private var isTooLong = false
    private var lastWasCarriageReturn = false
    private var card: VCard?
    /// Cards within cards are those of agents.
    private var depth = 0

    public init(limits: Limits = Limits()) {
        self.limits = limits
    }

    /// Takes in the next chunk and calls `onCard` for each card that ends in it.
    /// - Parameter isLast: whether the file ends with this chunk.
    public mutating func feed(_ chunk: some Sequence<UInt8>, isLast: Bool, onCard: (VCard) throws -> Void) rethrows {
        for byte in chunk {
            switch byte {
            case UInt8(ascii: "\n") where lastWasCarriageReturn: break
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"): try endPhysicalLine(onCard)
            default: if physical.count <= limits.line { physical.append(byte) }
            }
            lastWasCarriageReturn = byte == UInt8(ascii: "\r")
        }
        if isLast {
            try endPhysicalLine(onCard)
            try endLogicalLine(onCard)
        }
    }

    // MARK: Lines

    private mutating func endPhysicalLine(_ onCard: (VCard) throws -> Void) rethrows {
        defer { physical.removeAll(keepingCapacity: true) }
        let isFolded = physical.first == UInt8(ascii: " ") || physical.first == UInt8(ascii: "\t")
        if isFolded && !logical.isEmpty { return join(physical.dropFirst()) }
        if endsInSoftBreak {
            logical.removeLast()
            return join(physical[...])
        }
        try endLogicalLine(onCard)
        join(physical[...])
    }

    private mutating func join(_ part: ArraySlice<UInt8>) {
        if logical.count + part.count > limits.line { isTooLong = true } else { logical += part }
    }

    /// Quoted-printable, as 2.1 has it, goes on in the next line after an equals sign.
    private var endsInSoftBreak: Bool {
        guard logical.last == UInt8(ascii: "="), let colon = logical.firstIndex(of: UInt8(ascii: ":")) else { return false }
        return String(decoding: logical[..<colon], as: UTF8.self).uppercased().contains("QUOTED-PRINTABLE")
    }

    private mutating func endLogicalLine(_ onCard: (VCard) throws -> Void) rethrows {
        defer {
            logical.removeAll(keepingCapacity: true)
            isTooLong = false
        }
        // Some programs begin each file with a byte order mark, and files are put together.
        let line = logical.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(logical.dropFirst(3)) : logical
        guard !isTooLong, let property = VCardLine(line).property else { return }
        switch (property.name, property.value.uppercased()) {
        case ("BEGIN", "VCARD"):
            depth += 1
            if depth == 1 { card = VCard() }
        case ("END", "VCARD"):
            depth = max(0, depth - 1)
            if depth == 0, let card { try onCard(card) }
            if depth == 0 { card = nil }
        default: take(property)
        }
    }

    private mutating func take(_ property: VCardProperty) {
        guard depth == 1, card != nil, !Self.ignored.contains(property.name) else { return }
        if property.name == "VERSION" {
            card?.version = property.text
        } else if card?.properties.count ?? 0 < limits.properties {
            card?.properties.append(property)
        }
    }
}

extension VCardParser {
    /// All cards of a file that is in memory.
    public static func cards(in bytes: some Sequence<UInt8>) -> [VCard] {
        var parser = VCardParser()
        var cards: [VCard] = []
        parser.feed(bytes, isLast: true) { cards.append($0) }
        return cards
    }
}
