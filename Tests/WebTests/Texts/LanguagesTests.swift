import Foundation
import Testing
import Web

@Suite struct LanguagesTests {
    private func languages() throws -> Languages {
        try SampleLanguages(["en": "", "de": #""Save": "Speichern""#, "pt-BR": #""Save": "Salvar""#]).languages
    }

    @Test func everyFileIsALanguageAndEnglishIsTheFirst() throws {
        #expect(try languages().all.map(\.language.tag) == ["en", "de", "pt-BR"])
        #expect(try languages().texts("de")?("Save") == "Speichern")
        #expect(try languages().texts("fr") == nil && languages().texts(nil) == nil)
    }

    @Test(arguments: [
        ("de", "de"), ("de-AT,de;q=0.9,en;q=0.8", "de"), ("fr, pt;q=0.5, de;q=0.4", "pt-BR"), ("en;q=0.1, DE;q=0.2", "de"),
        ("de;q=0, en", "en"), ("fr", "en"), ("", "en"), (";;,q=x", "en"),
    ])
    func theBrowserIsAskedWhatItPrefers(header: String, tag: String) throws {
        #expect(try languages().texts(accepting: header).language.tag == tag)
    }

    @Test func anEnglishFileMayWordThingsAnew() throws {
        let languages = try SampleLanguages(["en": #""Company": "Account", "Save": "Save""#]).languages
        #expect(languages.english("Company") == "Account" && languages.english("Save") == "Save")
        #expect(Texts.english("Company") == "Company")
    }

    @Test func withoutAFolderThereIsEnglish() throws {
        #expect(try Languages(directory: "/nowhere").all.map(\.language.tag) == ["en"])
        #expect(Languages().english("Save") == "Save")
    }

    @Test(arguments: [#""Save": 3"#, #""Save": {"some": "x"}"#, #""Save""#])
    func aBrokenFileIsNamed(texts: String) throws {
        let sample = try SampleLanguages(["de": texts])
        let error = #expect(throws: LanguageFileError.self) { try sample.languages }
        #expect(error?.description.hasPrefix("\(sample.folder)/de.json cannot be read") == true)
    }
}
