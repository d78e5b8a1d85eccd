import Foundation
import Support
import Testing

@testable import Web

/// Parsers of what strangers send, on tens of thousands of inputs that are almost right: none may stop the program, and
/// what is told must not depend on how the input was cut.
struct ParserFuzzTests {
    private static let seed =
        ProcessInfo.processInfo.environment["FUZZ_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 0...UInt64(UInt32.max))
    private static let rounds = 10_000

    private func mutations(_ samples: [String], _ tokens: [String]) -> Mutations {
        Mutations(of: samples.map { Array($0.utf8) }, tokens: tokens, random: SeededGenerator(seed: Self.seed))
    }

    /// What went wrong, with what it takes to see it again.
    private func note(_ input: [UInt8]) -> Comment { "FUZZ_SEED=\(Self.seed) \(String(decoding: input, as: UTF8.self).debugDescription)" }

    @Test func multipartIsTheSameHoweverItIsCut() {
        var mutations = mutations(
            [
                "--B\r\nContent-Disposition: form-data; name=\"mode\"\r\n\r\nupsert\r\n--B--\r\n",
                "x\r\n--B\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a;b.csv\"\r\nContent-Type: text/csv\r\n\r\na,b\r\n--\r\n--B--",
                "--B\r\n\r\n\r\n--B\r\nContent-Disposition: form-data; name=x\r\n\r\n\r\n--B--tail",
            ], ["\r\n", "--B", "--B--", "\r", "\n", "\"", ";", "=", "\\\"", "%22", "name=", "\r\n\r\n", "--"])
        for _ in 0..<Self.rounds {
            let input = mutations.next()
            let whole = events(of: [input[...]])
            let cut = events(of: mutations.pieces(of: input))
            #expect(whole == cut, note(input))
        }
    }

    /// What comes out, neighbouring pieces of content as one; nil where the body is refused.
    private func events(of pieces: [ArraySlice<UInt8>]) -> [MultipartEvent]? {
        var parser = MultipartParser(boundary: "B", limits: MultipartLimits())
        var events: [MultipartEvent] = []
        do throws(Failure) {
            for piece in pieces {
                for event in try parser.feed(piece) {
                    if case .content(let more) = event, case .content(let before)? = events.last {
                        events[events.count - 1] = .content(before + more)
                    } else {
                        events.append(event)
                    }
                }
            }
            try parser.finish()
            return events
        } catch {
            return nil
        }
    }

    @Test func tablesAreTheSameHoweverTheyAreCut() throws {
        var mutations = mutations(
            [
                "name,mail\r\nAnn,ann@x.test\r\n\"B, \"\"C\"\"\",\r\n", "a;b;c\n1;2\n\n3;\"4\n5\";6\r7;8;9",
                "\u{FEFF}a\tb\r\n'1'\t\" x\"\r\n",
            ], ["\"", "\"\"", ",", ";", "\r\n", "\r", "\n", " ", "\u{FEFF}", "'"])
        for round in 0..<Self.rounds {
            let input = mutations.next()
            let text = Array(String(decoding: input, as: UTF8.self).utf8)
            let dialect = CSVDialect(delimiter: round.isMultiple(of: 2) ? 0x2C : 0x3B, quote: round.isMultiple(of: 3) ? 0x27 : 0x22)
            let whole = try? records(in: text, dialect).map(\.texts)
            let cut = try? records(in: text, dialect, chunk: 1 + round % 17).map(\.texts)
            #expect(whole == cut, note(input))
            // Whatever it is, looking at a file never stops the program.
            if round.isMultiple(of: 10) { _ = try? CSVFile(bytes: input) }
        }
    }

    @Test func cardsAreTheSameHoweverTheyAreCut() {
        var mutations = mutations(
            [
                "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Last;First;;;\r\nitem1.EMAIL;TYPE=work,pref:a@x.test\r\nNOTE:a\\nb\\,\r\n c\r\nEND:VCARD\r\n",
                "BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller;=\n=20x\nEND:VCARD\n",
                "BEGIN:VCARD\rTEL;TYPE=\"cell;a:b\":+1\rAGENT:\rBEGIN:VCARD\rEND:VCARD\rEND:VCARD\r",
            ], ["\r\n", "\r", "\n", "\r\n ", ":", ";", "=", "=\r\n", "\"", "\\", "BEGIN:VCARD", "END:VCARD", "CHARSET=UTF-7", "\u{FEFF}"])
        for _ in 0..<Self.rounds {
            let input = mutations.next()
            var (whole, cut): ([VCard], [VCard]) = (VCardParser.cards(in: input), [])
            var parser = VCardParser()
            for piece in mutations.pieces(of: input) { parser.feed(piece, isLast: false) { cut.append($0) } }
            parser.feed([], isLast: true) { cut.append($0) }
            #expect(whole == cut, note(input))
            // Whatever was read can be asked for everything.
            whole.sort { $0.version < $1.version }
            for card in whole { for property in card.properties { _ = (property.text, property.components, property.items) } }
        }
    }

    @Test func whatIsReadAsJSONIsWrittenAsTheSame() throws {
        var mutations = mutations(
            [
                #"{"or":[{"field":"a","op":"in","value":["x",1,true,null]},{"not":{"field":"b"}}]}"#,
                #"{"a":-1.5e10,"b":"é😀\u0041\n","c":{}}"#,
                #"[[],[[]],"\"",0,12345678901234567890]"#,
            ], ["{", "}", "[", "]", ":", ",", "\"", "\\", "\\ud83d", "\\u0000", "1e999", "-", "0", "null", "\u{2028}"])
        for _ in 0..<Self.rounds {
            let input = mutations.next()
            guard let value = try? JSONValue(parsing: input) else { continue }
            let again = try JSONValue(parsing: value.serialized)
            #expect(again == value, note(input))
        }
    }

    @Test func queriesAreReadOrRefused() throws {
        var mutations = mutations(
            [
                "limit=25&sort=-created_at,last_name&q=ann&fields=id,email&include=company&total=true",
                "filter%5Blast_name%5D%5Bin%5D=a%5C%2Cb,c&filter[amount][between]=1,2", "filter=%7B%22field%22%3A%22a%22%7D&cursor=abc",
            ], ["&", "=", "%", "%5B", "%5D", "[", "]", "\\", ",", "+", "%00", "%FF", "filter[", "-"])
        for _ in 0..<Self.rounds {
            let input = mutations.next()
            guard let query = try? APIQuery(query: String(decoding: input, as: UTF8.self)) else { continue }
            #expect((1...200).contains(query.limit), note(input))
            for filter in query.filters where !filter.values.isEmpty && filter.values != [""] {
                let again = FilterParameter(field: filter.field, op: filter.op, written: filter.written)
                #expect(again == filter, note(input))
            }
        }
    }

    @Test func noCursorIsTakenThatWasNotHandedOut() throws {
        let cursor = Cursor(KeyRing(secrets: ["a key that only tests ever sign with"]))
        let list = "contacts/-created_at"
        let handedOut = [[.string("Ann"), .null, .bool(false)], [.int(5)], []].map { cursor.encode($0, list: list) }
        var mutations = mutations(handedOut, ["=", "-", "_", "A", "+", "/"])
        for _ in 0..<Self.rounds {
            let input = mutations.next()
            let text = String(decoding: input, as: UTF8.self)
            let isTaken = (try? cursor.decode(text, list: list)) != nil
            // The last character of Base64 may hold bits that mean nothing.
            let isOurs = handedOut.contains { Base64URL.decode($0) == Base64URL.decode(text) }
            #expect(isTaken == isOurs, note(input))
        }
    }
}
