/// How alike two folded texts are, 0…1: the better of what they share in trigrams, as pg_trgm counts them, and of how few
/// letters one has to change. The first sees moved words, the second typing errors in short ones.
func textSimilarity(_ one: String, _ other: String) -> Double {
    if one == other { return 1 }
    let (left, right) = (Array(one.utf8), Array(other.utf8))
    if left.isEmpty || right.isEmpty { return 0 }
    let shared = trigramSimilarity(left, right)
    // No number of changes makes texts alike whose lengths are so different.
    let (shorter, longer) = (min(left.count, right.count), max(left.count, right.count))
    guard shorter * 10 >= longer * 7, longer <= 80 else { return shared }
    return min(0.99, max(shared, 1 - Double(editDistance(left, right)) / Double(longer)))
}

/// Shared trigrams among all; each word counts with two blanks before and one behind.
private func trigramSimilarity(_ one: [UInt8], _ other: [UInt8]) -> Double {
    let (left, right) = (trigrams(one), trigrams(other))
    let shared = left.intersection(right).count
    return Double(shared) / Double(left.count + right.count - shared)
}

private func trigrams(_ text: [UInt8]) -> Set<UInt32> {
    var found = Set<UInt32>()
    for word in text.split(separator: 0x20) {
        let padded: [UInt8] = [0x20, 0x20] + word + [0x20]
        for index in 0..<(padded.count - 2) {
            found.insert(UInt32(padded[index]) << 16 | UInt32(padded[index + 1]) << 8 | UInt32(padded[index + 2]))
        }
    }
    return found
}

/// Letters to change, add, leave out or swap with their neighbour.
private func editDistance(_ one: [UInt8], _ other: [UInt8]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...other.count)
    for row in 1...one.count {
        var current = [row] + Array(repeating: 0, count: other.count)
        for column in 1...other.count {
            let isSame = one[row - 1] == other[column - 1]
            current[column] = min(last[column] + 1, current[column - 1] + 1, last[column - 1] + (isSame ? 0 : 1))
            if row > 1, column > 1, one[row - 1] == other[column - 2], one[row - 2] == other[column - 1] {
                current[column] = min(current[column], beforeLast[column - 2] + 1)
            }
        }
        (beforeLast, last) = (last, current)
    }
    return last[other.count]
}

/// What is left of a folded word when everything goes that people write one way or the other: Meyer and Maier, Schmidt and
/// Schmitt, Catherine and Kathrin sound alike.
func sound(of text: String) -> String {
    let letters = Array(text.utf8)
    var sound: [UInt8] = []
    var index = 0
    while index < letters.count {
        let (code, length) = heard(letters[index...])
        if let code, code != sound.last, code != vowel || sound.isEmpty { sound.append(code) }
        index += length
    }
    return String(decoding: sound, as: UTF8.self)
}

/// Counts only where a word begins.
private let vowel = UInt8(ascii: "a")

/// How the letters at the front sound, and how many of them make that sound.
private func heard(_ letters: ArraySlice<UInt8>) -> (UInt8?, length: Int) {
    if letters.starts(with: "sch".utf8) { return (UInt8(ascii: "s"), 3) }
    if letters.starts(with: "ph".utf8) { return (UInt8(ascii: "f"), 2) }
    let code: UInt8? =
        switch letters.first {
        case UInt8(ascii: "b"), UInt8(ascii: "p"): UInt8(ascii: "p")
        case UInt8(ascii: "d"), UInt8(ascii: "t"): UInt8(ascii: "t")
        case UInt8(ascii: "f"), UInt8(ascii: "v"), UInt8(ascii: "w"): UInt8(ascii: "f")
        case UInt8(ascii: "c"), UInt8(ascii: "g"), UInt8(ascii: "k"), UInt8(ascii: "q"): UInt8(ascii: "k")
        case UInt8(ascii: "s"), UInt8(ascii: "x"), UInt8(ascii: "z"): UInt8(ascii: "s")
        case UInt8(ascii: "m"), UInt8(ascii: "n"): UInt8(ascii: "n")
        case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"), UInt8(ascii: "u"), UInt8(ascii: "y"): vowel
        case UInt8(ascii: "h"), 0x20: nil
        default: letters.first
        }
    return (code, 1)
}
