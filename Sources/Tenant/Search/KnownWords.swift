import Foundation
import Platform
import Postgres
import Web

/// Keeps the words that records are called by, for those who mistype. A word that no record has any more leads nowhere.
enum KnownWords {
    static let consumer = EventConsumer("search-words", atMostEvery: .seconds(2), wantsHistory: true) { events, transaction in
        let words = Set(events.flatMap(words))
        if words.isEmpty { return }
        try await transaction.execute(
            "insert into search_words (word) select word from unnest(\(words.sorted())) as word on conflict (word) do nothing")
    }

    private static func words(of event: StoredEvent) -> [String] {
        guard let type = RecordTypes.named(event.recordType), let text = event.after, let after = try? JSONValue(parsing: text) else {
            return []
        }
        return type.titleFields.compactMap { after[$0]?.string }.flatMap { words(in: $0) }
    }

    /// Letters only, as they are compared.
    static func words(in text: String) -> [String] {
        folded(text).split { !$0.isLetter }.map { String($0) }.filter { (2...40).contains($0.count) }
    }
}
