import Configuration
import HTTPCodec

extension ClientLimits {
    /// What the decoder is told.
    var head: DecoderLimits {
        var limits = DecoderLimits()
        limits.fieldSectionBytes = headerBytes
        limits.fieldCount = headerCount
        return limits
    }
}
