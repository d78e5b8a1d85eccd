import Foundation

/// What streams tell of: kinds of records, which all of a tenant hear, and what is one person's own.
public enum LiveTopic {
    /// A topic that only this person hears, as `name`.
    public static func personal(_ name: String, _ userID: UUID) -> String { "\(name):\(userID.uuidString)" }

    /// What `userID` hears of a topic; nil where it is somebody else's.
    public static func heard(_ topic: String, by userID: UUID?) -> String? {
        let parts = topic.split(separator: ":", maxSplits: 1)
        guard let name = parts.first, parts.count == 2 else { return topic }
        return userID.map { parts[1] == $0.uuidString } == true ? String(name) : nil
    }
}
