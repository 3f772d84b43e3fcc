import CXMLFile

/// Reads a file in XML into elements that know where they stand.
///
/// The one place of this target with unsafe pointers: the parser calls back with memory of its own, which is copied at once.
enum XMLReader {
    /// What a file may have at most. The largest that is known of a real server has some 3 MiB.
    static let largestFile = 64 << 20
    static let mostElements = 2_000_000
    static let mostAttributes = 256

    /// The root element. Throws the first mistake: behind one that breaks the nesting nothing is certain.
    static func read(_ text: ConfigurationText) throws(ConfigurationMistake) -> SourceElement {
        guard text.bytes.count <= largestFile else {
            throw ConfigurationMistake(
                ConfigurationPlace(file: text.file),
                "the file has more than \(largestFile >> 20) MiB; that is no configuration")
        }
        // Nothing but white space is what an editor leaves of a file that was emptied.
        guard text.bytes.contains(where: { $0 > 0x20 }) else {
            throw ConfigurationMistake(text.place(0), "the file is empty; it needs one element, <configuration>")
        }
        let builder = Builder(text)
        parse(text, for: builder)
        if let mistake = builder.mistake { throw mistake }
        guard let root = builder.root else {
            throw ConfigurationMistake(text.place(0), "the file holds no element; it needs one, <configuration>")
        }
        return root
    }

    private static func parse(_ text: ConfigurationText, for builder: Builder) {
        var events = XMLFileEvents(
            begin: { reader, prefix, name, attributes, count, offset in
                let known = UnsafeBufferPointer(start: attributes, count: min(count, XMLReader.mostAttributes))
                return Builder.of(reader).begin(
                    Builder.name(prefix, name), known, isWhole: known.count == count, offset) ? 0 : 1
            },
            text: { reader in
                Builder.of(reader).noteText()
                return 0
            },
            end: { reader in
                Builder.of(reader).end()
                return 0
            },
            documentType: { reader, offset in
                Builder.of(reader).refuseDocumentType(offset)
                return 1
            },
            error: { reader, message, line, column in
                Builder.of(reader).fail(message.map { String(cString: $0) } ?? "", Int(line), Int(column))
            })
        let isRead = text.bytes.withUnsafeBytes { bytes in
            XMLFile_Read(bytes.baseAddress, bytes.count, &events, Unmanaged.passUnretained(builder).toOpaque())
        }
        precondition(isRead != 0, "There is no memory for a parser.")
    }

    /// Puts the elements together while the parser goes through the file.
    private final class Builder {
        private let text: ConfigurationText
        private(set) var root: SourceElement?
        private(set) var mistake: ConfigurationMistake?
        private var open: [SourceElement] = []
        private var count = 0

        init(_ text: ConfigurationText) { self.text = text }

        /// The builder that was handed to the parser, which calls back while `parse` runs.
        static func of(_ word: UnsafeMutableRawPointer?) -> Builder {
            guard let word else { preconditionFailure("The parser hands back what it was given.") }
            return Unmanaged<Builder>.fromOpaque(word).takeUnretainedValue()
        }

        /// Whether the parser is to go on.
        func begin(
            _ name: String, _ attributes: UnsafeBufferPointer<XMLFileAttribute>, isWhole: Bool, _ offset: Int
        ) -> Bool {
            let tag = StartTag(text, endingAt: offset)
            var element = SourceElement(name, text.place(tag.start))
            for attribute in attributes {
                let name = Self.name(attribute.prefix, attribute.name)
                let bytes = UnsafeRawBufferPointer(start: attribute.value, count: attribute.length)
                let value = String(decoding: bytes, as: UTF8.self)
                element.attributes.append(SourceAttribute(name, value, text.place(tag.place(of: name))))
            }
            open.append(element)
            count += 1
            if !isWhole {
                let most = XMLReader.mostAttributes
                mistake = ConfigurationMistake(
                    element.place, "<\(name)> has more than \(most) attributes; no schema has so many")
            } else if count > XMLReader.mostElements {
                mistake = ConfigurationMistake(
                    element.place, "the file has more than \(XMLReader.mostElements) elements; split it")
            }
            return mistake == nil
        }

        func noteText() { if !open.isEmpty { open[open.count - 1].hasText = true } }

        func end() {
            guard let element = open.popLast() else { return }
            if open.isEmpty { root = element } else { open[open.count - 1].children.append(element) }
        }

        func refuseDocumentType(_ offset: Int) {
            let start = text.bytes[..<min(offset, text.bytes.count)].lastIndex(of: UInt8(ascii: "<")) ?? 0
            mistake = ConfigurationMistake(text.place(start), "a DOCTYPE is not read here; take it out")
        }

        func fail(_ message: String, _ line: Int, _ column: Int) {
            guard mistake == nil else { return }
            let sentence = message.split(whereSeparator: \.isNewline).joined(separator: " ")
            let place = ConfigurationPlace(file: text.file, line: line, column: column)
            mistake = ConfigurationMistake(place, "the XML is not well-formed: \(sentence)")
        }

        static func name(_ prefix: UnsafePointer<CChar>?, _ name: UnsafePointer<CChar>?) -> String {
            let local = name.map { String(cString: $0) } ?? ""
            return prefix.map { "\(String(cString: $0)):\(local)" } ?? local
        }
    }

    /// Where the names of a start tag stand, which the parser does not tell.
    private struct StartTag {
        let start: Int
        private var names: [(name: ArraySlice<UInt8>, offset: Int)] = []

        /// `end` is behind the last attribute. No `<` can be in an attribute, so the last one before begins the tag.
        init(_ text: ConfigurationText, endingAt end: Int) {
            let bytes = text.bytes[..<min(end, text.bytes.count)]
            start = bytes.lastIndex(of: UInt8(ascii: "<")) ?? 0
            var position = bytes[start...].firstIndex { $0 <= 0x20 } ?? bytes.endIndex
            while position < bytes.endIndex {
                guard let name = bytes[position...].firstIndex(where: { $0 > 0x20 }),
                    let equals = bytes[name...].firstIndex(of: UInt8(ascii: "=")),
                    let quote = bytes[equals...].firstIndex(where: { $0 == 0x22 || $0 == 0x27 }),
                    let last = bytes[(quote + 1)...].firstIndex(of: bytes[quote])
                else { return }
                names.append((bytes[name..<equals].prefix { $0 > 0x20 }, name))
                position = last + 1
            }
        }

        func place(of name: String) -> Int {
            names.first { $0.name.elementsEqual(name.utf8) }?.offset ?? start
        }
    }
}
