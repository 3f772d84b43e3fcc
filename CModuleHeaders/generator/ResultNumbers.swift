/// Writes the HRESULTs that `layouts.txt` promises, for the border and for the kit: Swift does not see macros with a cast.
struct ResultNumbers {
    let layouts: LayoutDescription

    func files() -> [GeneratedFile] {
        ["ModuleInterfaces", "ModuleKit"].map {
            GeneratedFile("Sources/\($0)/Generated/ResultNumber.swift", (lines + [""]).joined(separator: "\n"))
        }
    }

    private var lines: [String] {
        [
            "// \(Layout.banner("layouts.txt"))", "", "import CModuleABI", "",
            "/// The HRESULTs of results.h under their names there.", "enum ResultNumber {",
        ]
            + layouts.results.map { name, number in
                "    static var \(name): HRESULT { HRESULT(bitPattern: 0x\(Layout.digits(number, 8))) }"
            } + ["}"]
    }
}
