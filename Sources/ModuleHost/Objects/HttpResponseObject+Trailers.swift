package import CModuleABI
import ModuleInterfaces

/// Trailer fields, which follow a chunked body.
extension HttpResponseObject {
    package func setTrailer(_ name: PCSTR?, _ value: PCSTR?, _ count: USHORT, _ replace: BOOL) -> HRESULT {
        guard let name, let value else { return HResult.invalidParameter }
        let nameBytes = UnsafeRawBufferPointer(cString: name)
        guard nameBytes.count <= Int(USHORT.max) else { return HResult.invalidData }
        guard FieldText.isName(nameBytes), HeaderNames.mayTrail(nameBytes), !isLastSent else {
            return HResult.invalidParameter
        }
        let valueBytes = UnsafeRawBufferPointer(start: value, count: Int(count))
        guard FieldText.isValue(valueBytes) else { return HResult.invalidData }
        let result = trailers.set(name: nameBytes, value: valueBytes, replace: replace != 0)
        if trailers.count > HeaderFields.plainCount { fields.requestReview() }
        return result
    }

    package func deleteTrailer(_ name: PCSTR?) -> HRESULT {
        guard let name else { return HResult.invalidParameter }
        trailers.remove(named: UnsafeRawBufferPointer(cString: name))
        return HResult.ok
    }

    package func getTrailer(_ name: PCSTR?, _ count: UnsafeMutablePointer<USHORT>?) -> PCSTR? {
        let value = name.flatMap { trailers.value(named: UnsafeRawBufferPointer(cString: $0)) }
        count?.pointee = USHORT(truncatingIfNeeded: value?.count ?? 0)
        return value?.start
    }

    // MARK: Read by the host

    /// Whether modules have set any by now.
    package var hasTrailers: Bool { trailers.count > 0 }

    /// Every trailer field that may go out, also those that a module put into the raw struct itself.
    package func forEachTrailer(_ body: (_ name: RawSpan, _ value: RawSpan) -> Void) {
        trailers.forEach { name, value in
            guard HeaderNames.mayTrail(name) else { return }
            body(RawSpan(_unsafeBytes: name), RawSpan(_unsafeBytes: value))
        }
    }
}
