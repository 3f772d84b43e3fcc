import LanguageChoice
import Testing

@Suite("The choice of a language")
struct LanguageChoiceTests {
    private let choice = LanguageChoice(["de", "en", "fr"], otherwise: "en")

    @Test(
        "The field says which language is best",
        arguments: [
            ("fr", "fr"), ("DE", "de"), ("de-CH", "de"), ("it, fr", "fr"), ("fr;q=0.5, de;q=0.8", "de"),
            ("fr ; q=0.5 , de-AT;q=0.2", "fr"), ("*", "de"), ("de;q=0, *;q=0.1", "en"),
        ])
    func best(field: String, language: String) {
        #expect(choice.best(for: field) == language)
    }

    @Test(
        "A client that likes none, or says nothing that can be understood, gets the usual one",
        arguments: ["", "it", "den", "de;q=0", "de;q=2", "de;q=x", ";q=1", ",,;", "de;level=1"])
    func otherwise(field: String) {
        #expect(choice.best(for: field) == "en")
    }
}
