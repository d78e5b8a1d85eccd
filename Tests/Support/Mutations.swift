/// Inputs that are almost right: samples with bytes flipped, cut out, doubled, or taken from one another.
///
/// Everything follows from the seed. A test says it with whatever it found, and `FUZZ_SEED` brings it back.
public struct Mutations {
    private let samples: [[UInt8]]
    private let tokens: [[UInt8]]
    private var random: any RandomNumberGenerator

    /// - Parameters:
    ///   - samples: inputs that are right.
    ///   - tokens: what means something in the format: delimiters, escapes, odd characters.
    public init(of samples: [[UInt8]], tokens: [String], random: any RandomNumberGenerator) {
        self.samples = samples
        self.tokens =
            tokens.map { Array($0.utf8) } + [[0], [0xFF], [0xC3], [0xED, 0xA0, 0x80], Array(repeating: UInt8(ascii: "a"), count: 300)]
        self.random = random
    }

    public mutating func next() -> [UInt8] {
        var input = samples[number(below: samples.count)]
        for _ in 0...number(below: 4) { change(&input) }
        return input
    }

    /// Cuts `input` anywhere, as it might arrive.
    public mutating func pieces(of input: [UInt8]) -> [ArraySlice<UInt8>] {
        var pieces: [ArraySlice<UInt8>] = []
        var rest = input[...]
        while !rest.isEmpty {
            let piece = rest.prefix(1 + number(below: min(rest.count, 40)))
            pieces.append(piece)
            rest = rest.dropFirst(piece.count)
        }
        return pieces
    }

    private mutating func change(_ input: inout [UInt8]) {
        let place = number(below: input.count + 1)
        let end = min(input.count, place + number(below: 20))
        switch number(below: 7) {
        case 0 where place < input.count: input[place] ^= 1 << UInt8(number(below: 8))
        case 1: input.removeSubrange(place..<end)
        case 2: input.insert(contentsOf: input[place..<end], at: place)
        case 3: input.removeSubrange(place...)
        case 4:
            let other = samples[number(below: samples.count)]
            input.replaceSubrange(place..., with: other.suffix(number(below: other.count + 1)))
        case 5 where place < input.count: input[place] = UInt8(number(below: 256))
        default: input.insert(contentsOf: tokens[number(below: tokens.count)], at: place)
        }
    }

    private mutating func number(below bound: Int) -> Int { Int.random(in: 0..<max(1, bound), using: &random) }
}
