import Foundation
import Testing
import Web

@Suite struct UUIDv7Tests {
    @Test func carriesVersionVariantAndTime() {
        let date = Date(timeIntervalSince1970: 1_700_000_000.123)
        let id = UUID.v7(at: date)
        #expect(id.uuid.6 >> 4 == 7)
        #expect(id.uuid.8 >> 6 == 0b10)
        #expect(id.uuidString.hasPrefix("018BCFE5-687B-7"))
        #expect(abs(id.timestamp!.timeIntervalSince(date)) < 0.001)
    }

    @Test func idsOfOneMillisecondSortAsTheyWereMade() {
        let date = Date(timeIntervalSince1970: 2_000_000_000)
        let ids = (0..<20_000).map { _ in UUID.v7(at: date).uuidString }
        #expect(ids == ids.sorted())
        #expect(Set(ids).count == ids.count)
    }

    @Test func otherDatesInBetweenDoNotDisturbTheOrder() {
        let date = Date(timeIntervalSince1970: 1_900_000_000)
        let ids = (0..<1_000).map { _ in
            _ = UUID.v7(at: .distantPast)
            _ = UUID.v7(at: .distantFuture)
            return UUID.v7(at: date).uuidString
        }
        #expect(ids == ids.sorted())
    }

    @Test func dateIsTakenAsGiven() {
        #expect(UUID.v7(at: Date(timeIntervalSince1970: 1_000_000_000)).timestamp == Date(timeIntervalSince1970: 1_000_000_000))
        #expect(UUID.v7(at: Date(timeIntervalSince1970: -5)).timestamp == Date(timeIntervalSince1970: 0))
    }

    @Test func idsMadeByManyTasksAreDistinct() async {
        let ids = await withTaskGroup(of: [UUID].self) { group in
            for _ in 0..<8 { group.addTask { (0..<2_000).map { _ in UUID.v7() } } }
            return await group.reduce(into: Set()) { $0.formUnion($1) }
        }
        #expect(ids.count == 16_000)
    }

    @Test func textIsInSmallLetters() {
        #expect(UUID(uuidString: "5B0C1A3E-1111-4222-8333-444455556666")?.text == "5b0c1a3e-1111-4222-8333-444455556666")
    }

    @Test func otherVersionsHaveNoTimestamp() {
        #expect(UUID(uuidString: "5B0C1A3E-1111-4222-8333-444455556666")!.timestamp == nil)
    }
}
