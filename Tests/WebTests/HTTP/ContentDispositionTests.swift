import Hummingbird
import Testing
import Web

struct ContentDispositionTests {
    @Test(arguments: [
        ("plan.pdf", "attachment; filename=\"plan.pdf\""),
        ("a \"b\".txt", "attachment; filename=\"a _b_.txt\"; filename*=UTF-8''a%20%22b%22.txt"),
        ("Größe.txt", "attachment; filename=\"Gr__e.txt\"; filename*=UTF-8''Gr%C3%B6%C3%9Fe.txt"),
        ("a\r\nSet-Cookie: x", "attachment; filename=\"a__Set-Cookie: x\"; filename*=UTF-8''a%0D%0ASet-Cookie%3A%20x"),
        ("invoice\u{202E}fdp.exe", "attachment; filename=\"invoicefdp.exe\""),
        ("100%.txt", "attachment; filename=\"100_.txt\"; filename*=UTF-8''100%25.txt"),
    ])
    func nameStaysOneName(filename: String, header: String) {
        #expect(ContentDisposition(.attachment, filename: filename).description == header)
    }

    @Test func downloadsKeepTheirName() {
        let answer = Response.download("Größe.vcf", "text/vcard", [1])
        #expect(answer.headers[.contentDisposition] == "attachment; filename=\"Gr__e.vcf\"; filename*=UTF-8''Gr%C3%B6%C3%9Fe.vcf")
        #expect(answer.headers[.contentType] == "text/vcard" && answer.headers[.cacheControl] == "no-store")
    }
}
