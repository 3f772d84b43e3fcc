import CModuleABI
import CModuleBorder

/// Trailer fields, which follow a chunked body.
extension HttpRequestObject {
    /// Shows the trailers of a body that has come in full in the raw struct, once.
    func showTrailers() {
        guard let entity = exchange.entity, let trailers = entity.takeTrailers() else { return }
        let shown = NamedFields(arena: arena)
        shown.attach(count: RawRequest_TrailerCount(raw), array: RawRequest_Trailers(raw))
        for trailer in trailers {
            trailer.name.withUnsafeBytes { name in
                trailer.value.withUnsafeBytes { _ = shown.append(copying: name, $0) }
            }
        }
    }
}
