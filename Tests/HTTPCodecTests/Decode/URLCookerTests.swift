import HTTPCodec
import Testing

@Suite("URLCooker")
struct URLCookerTests {
    private struct Cooked: Equatable {
        var path: [UInt8]
        var query: [UInt8]?
        var isReceived: Bool
    }

    /// Cooks the target behind a prefix and into an output that holds something already, as the front does.
    private func cook(
        _ target: [UInt8], hostLength: Int = 0, isSecure: Bool = false
    ) -> Result<Cooked, RequestError> {
        let bytes = Array("GET http://a".utf8) + target + Array(" HTTP/1.1\r\n".utf8)
        let slice = ByteSlice(offset: 12, length: UInt32(target.count))
        let output = withOutput(capacity: target.count + 3) { output -> Result<Cooked, RequestError> in
            output.append(0x2F)
            output.append(0x2E)
            do throws(RequestError) {
                let url = try URLCooker.cook(
                    slice, of: bytes.span.bytes, hostLength: hostLength, isSecure: isSecure, into: &output)
                return .success(cooked(url, bytes, output.bytes))
            } catch {
                return .failure(error)
            }
        }
        #expect(Array(output.written.prefix(2)) == [0x2F, 0x2E])
        return output.result
    }

    private func cooked(_ url: CookedURL, _ bytes: [UInt8], _ output: RawSpan) -> Cooked {
        let query = url.query.map { Array(bytes[$0.range]) }
        switch url.path {
        case .received(let slice): return Cooked(path: Array(bytes[slice.range]), query: query, isReceived: true)
        case .written(let count):
            let path = (output.byteCount - count..<output.byteCount).map {
                output.unsafeLoad(fromByteOffset: $0, as: UInt8.self)
            }
            return Cooked(path: path, query: query, isReceived: false)
        }
    }

    @Test("Each target of the corpus cooks to what stands beside it")
    func corpus() {
        for entry in CorpusEntry.parse(URLCorpus.targets) {
            let result = cook(entry.bytes)
            guard entry.expectation[0].hasPrefix("/") else {
                let error = RequestError.allCases.first { $0.name == entry.expectation[0] }
                #expect(error != nil && result == .failure(error ?? .notARequest), "\(entry)")
                continue
            }
            let query = entry.expectation.first { $0.hasPrefix("query=") }
                .map { CorpusEntry.unescape(String($0.dropFirst(6))) }
            guard case .success(let cooked) = result else {
                Issue.record("\(entry): \(result)")
                continue
            }
            #expect(cooked.path == CorpusEntry.unescape(entry.expectation[0]), "\(entry)")
            #expect(cooked.query == query, "\(entry)")
            if entry.expectation.contains("as-is") { #expect(cooked.isReceived, "\(entry)") }
        }
    }

    @Test("A damaged target never cooks to a path with dot segments or invalid UTF-8, nor to more bytes than it has")
    func damaged() {
        var mutations = Mutations(seed: 3_986)
        for entry in CorpusEntry.parse(URLCorpus.targets) {
            for _ in 0..<100 {
                let target = mutations.damage(entry.bytes)
                guard case .success(let cooked) = cook(target) else { continue }
                let isClean = isClean(cooked.path) && cooked.path.count <= max(1, target.count)
                #expect(isClean, "\(String(decoding: target, as: UTF8.self))")
            }
        }
    }

    private func isClean(_ path: [UInt8]) -> Bool {
        let segments = path.split(separator: 0x2F, omittingEmptySubsequences: false)
        return path.first == 0x2F && String(validating: path, as: UTF8.self) != nil
            && !segments.contains { $0.elementsEqual(".".utf8) || $0.elementsEqual("..".utf8) }
    }

    @Test("The whole URL has at most 16,383 characters, counted and not measured in bytes")
    func urlLimit() {
        func target(_ count: Int, _ unit: String = "a") -> [UInt8] {
            Array(("/" + String(repeating: unit, count: count)).utf8)
        }
        // http:// and four bytes of host leave room for a slash and 16,371 characters.
        #expect((try? cook(target(16_371), hostLength: 4).get()) != nil)
        #expect(cook(target(16_372), hostLength: 4) == .failure(.urlTooLong))
        #expect(cook(target(16_371), hostLength: 4, isSecure: true) == .failure(.urlTooLong))
        #expect((try? cook(target(16_371, "%41"), hostLength: 4).get()) != nil)
        #expect(cook(target(16_372, "%41"), hostLength: 4) == .failure(.urlTooLong))
        #expect((try? cook(target(16_371, "%E2%82%AC"), hostLength: 4).get()) != nil)
        #expect(cook(target(16_372, "%E2%82%AC"), hostLength: 4) == .failure(.urlTooLong))
        let query = Array("?".utf8) + Array(repeating: UInt8(ascii: "q"), count: 16_370)
        #expect((try? cook(Array("/".utf8) + query, hostLength: 4).get()) != nil)
        #expect(cook(Array("/a".utf8) + query, hostLength: 4) == .failure(.urlTooLong))
        #expect(cook(Array("/%41".utf8) + query, hostLength: 4) == .failure(.urlTooLong))
    }

    @Test("The corpus meets every error of a URL")
    func coversAllErrors() {
        let met = Set(CorpusEntry.parse(URLCorpus.targets).map { $0.expectation[0] })
        let ofURLs = RequestError.allCases.drop { $0 != .malformedPercentEncoding }.filter { $0 != .urlTooLong }
        #expect(ofURLs.count == 5)
        for error in ofURLs { #expect(met.contains(error.name), "\(error.name) is not in the corpus") }
    }
}
