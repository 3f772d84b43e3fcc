/*
 * variant_functions.h - what is done with a VARIANT: to begin, to end, to copy, to change its type.
 */
#ifndef MODHOST_VARIANT_FUNCTIONS_H
#define MODHOST_VARIANT_FUNCTIONS_H

#include "configuration.h"
#include "variant.h"

#ifndef MODHOST_TEST_HEADERS
#pragma GCC system_header
#endif

#define DISP_E_TYPEMISMATCH ((HRESULT)0x80020005)
#define DISP_E_BADVARTYPE ((HRESULT)0x80020008)
#define DISP_E_OVERFLOW ((HRESULT)0x8002000A)

/* VariantChangeType: truth values become the words True and False, and not -1 and 0. */
#define VARIANT_ALPHABOOL 0x02

/** Empties a VARIANT that has held nothing yet. */
static inline MODHOST_UNUSED void VariantInit(VARIANT *variant) {
    __builtin_memset(variant, 0, sizeof *variant);
}

/** Ends what a VARIANT holds, and empties it. */
static inline MODHOST_UNUSED HRESULT VariantClear(VARIANT *variant) {
    if (variant == NULL) {
        return E_INVALIDARG;
    }
    if (variant->vt == VT_BSTR) {
        SysFreeString(variant->bstrVal);
    } else if (variant->vt == VT_UNKNOWN && variant->punkVal != NULL) {
#ifdef __cplusplus
        variant->punkVal->Release();
#else
        IUnknown_Release(variant->punkVal);
#endif
    }
    VariantInit(variant);
    return S_OK;
}

/** Puts a copy of `source` in the place of what `target` holds; the two may be the same. */
static inline MODHOST_UNUSED HRESULT VariantCopy(VARIANT *target, const VARIANT *source) {
    VARIANT copy;
    if (target == NULL || source == NULL) {
        return E_INVALIDARG;
    }
    if (target == source) {
        return S_OK;
    }
    copy = *source;
    if (source->vt == VT_BSTR && source->bstrVal != NULL) {
        copy.bstrVal = SysAllocStringByteLen((LPCSTR)(void *)source->bstrVal, SysStringByteLen(source->bstrVal));
        if (copy.bstrVal == NULL) {
            return E_OUTOFMEMORY;
        }
    } else if (source->vt == VT_UNKNOWN && source->punkVal != NULL) {
#ifdef __cplusplus
        source->punkVal->AddRef();
#else
        IUnknown_AddRef(source->punkVal);
#endif
    }
    VariantClear(target);
    *target = copy;
    return S_OK;
}

/** A number on its way from one type to another: `magnitude`, negative or not. */
typedef struct MODHOST_VARIANT_NUMBER {
    ULONGLONG magnitude;
    BOOL is_negative;
} MODHOST_VARIANT_NUMBER;

static inline MODHOST_UNUSED MODHOST_VARIANT_NUMBER MODHOST_variant_signed(LONGLONG value) {
    MODHOST_VARIANT_NUMBER number;
    number.is_negative = value < 0;
    number.magnitude = value < 0 ? 0 - (ULONGLONG)value : (ULONGLONG)value;
    return number;
}

static inline MODHOST_UNUSED MODHOST_VARIANT_NUMBER MODHOST_variant_unsigned(ULONGLONG value) {
    MODHOST_VARIANT_NUMBER number;
    number.is_negative = FALSE;
    number.magnitude = value;
    return number;
}

/* Reads the whole number that a text is, without anything around it but blanks, or the word true or false. */
static inline MODHOST_UNUSED HRESULT MODHOST_variant_read(const OLECHAR *text, MODHOST_VARIANT_NUMBER *number) {
    BOOL has_digits = FALSE;
    *number = MODHOST_variant_unsigned(0);
    if (text == NULL) {
        return DISP_E_TYPEMISMATCH;
    }
    while (*text == L' ') {
        text++;
    }
    if (wcscmp(text, L"true") == 0 || wcscmp(text, L"True") == 0) {
        *number = MODHOST_variant_signed(-1);
        return S_OK;
    }
    if (wcscmp(text, L"false") == 0 || wcscmp(text, L"False") == 0) {
        return S_OK;
    }
    if (*text == L'-' || *text == L'+') {
        number->is_negative = *text++ == L'-';
    }
    for (; *text >= L'0' && *text <= L'9'; text++) {
        ULONGLONG digit = (ULONGLONG)(*text - L'0');
        if (number->magnitude > (UINT64_MAX - digit) / 10) {
            return DISP_E_OVERFLOW;
        }
        number->magnitude = number->magnitude * 10 + digit;
        has_digits = TRUE;
    }
    while (*text == L' ') {
        text++;
    }
    return has_digits && *text == 0 ? S_OK : DISP_E_TYPEMISMATCH;
}

static inline MODHOST_UNUSED HRESULT MODHOST_variant_round(double value, MODHOST_VARIANT_NUMBER *number) {
    if (!(value > -9.2e18 && value < 1.84e19)) {
        return DISP_E_OVERFLOW;
    }
    *number = value < 0 ? MODHOST_variant_signed((LONGLONG)(value - 0.5))
                        : MODHOST_variant_unsigned((ULONGLONG)(value + 0.5));
    return S_OK;
}

static inline MODHOST_UNUSED HRESULT MODHOST_variant_number(const VARIANT *variant, MODHOST_VARIANT_NUMBER *number) {
    switch (variant->vt) {
    case VT_EMPTY:
        *number = MODHOST_variant_unsigned(0);
        return S_OK;
    case VT_I1:
        *number = MODHOST_variant_signed((signed char)variant->cVal);
        return S_OK;
    case VT_I2:
        *number = MODHOST_variant_signed(variant->iVal);
        return S_OK;
    case VT_BOOL:
        *number = MODHOST_variant_signed(variant->boolVal != 0 ? -1 : 0);
        return S_OK;
    case VT_I4:
    case VT_INT:
    case VT_ERROR:
        *number = MODHOST_variant_signed(variant->lVal);
        return S_OK;
    case VT_I8:
        *number = MODHOST_variant_signed(variant->llVal);
        return S_OK;
    case VT_UI1:
        *number = MODHOST_variant_unsigned(variant->bVal);
        return S_OK;
    case VT_UI2:
        *number = MODHOST_variant_unsigned(variant->uiVal);
        return S_OK;
    case VT_UI4:
    case VT_UINT:
        *number = MODHOST_variant_unsigned(variant->ulVal);
        return S_OK;
    case VT_UI8:
        *number = MODHOST_variant_unsigned(variant->ullVal);
        return S_OK;
    case VT_R4:
        return MODHOST_variant_round((double)variant->fltVal, number);
    case VT_R8:
        return MODHOST_variant_round(variant->dblVal, number);
    case VT_BSTR:
        return MODHOST_variant_read(variant->bstrVal, number);
    default:
        return DISP_E_TYPEMISMATCH;
    }
}

/* Whether a number fits a type with this many bits, and what it is there. What is true fits all: it is -1 in all bits. */
static inline MODHOST_UNUSED HRESULT
MODHOST_variant_fit(MODHOST_VARIANT_NUMBER number, BOOL is_true, unsigned bits, BOOL is_signed, LONGLONG *value) {
    ULONGLONG most = is_signed ? (1ull << (bits - 1)) - 1 : UINT64_MAX >> (64 - bits);
    if (is_true) {
        *value = -1;
        return S_OK;
    }
    if (number.magnitude > (is_signed && number.is_negative ? most + 1 : most)) {
        return DISP_E_OVERFLOW;
    }
    if (number.is_negative && !is_signed && number.magnitude != 0) {
        return DISP_E_OVERFLOW;
    }
    *value = (LONGLONG)(number.is_negative ? 0 - number.magnitude : number.magnitude);
    return S_OK;
}

static inline MODHOST_UNUSED HRESULT MODHOST_variant_text(const VARIANT *variant, USHORT flags, BSTR *text) {
    OLECHAR digits[24];
    OLECHAR *end = digits + 23;
    MODHOST_VARIANT_NUMBER number;
    HRESULT result = MODHOST_variant_number(variant, &number);
    if (variant->vt == VT_EMPTY) {
        *text = SysAllocString(L"");
        return *text != NULL ? S_OK : E_OUTOFMEMORY;
    }
    if (FAILED(result)) {
        return result;
    }
    if (variant->vt == VT_BOOL && (flags & VARIANT_ALPHABOOL) != 0) {
        *text = SysAllocString(variant->boolVal != 0 ? L"True" : L"False");
        return *text != NULL ? S_OK : E_OUTOFMEMORY;
    }
    *end = 0;
    do {
        *--end = (OLECHAR)(L'0' + (int)(number.magnitude % 10));
        number.magnitude /= 10;
    } while (number.magnitude != 0);
    if (number.is_negative) {
        *--end = L'-';
    }
    *text = SysAllocString(end);
    return *text != NULL ? S_OK : E_OUTOFMEMORY;
}

/**
 * Puts what `source` holds, as a value of the type `type`, in the place of what `target` holds; the two may be the same.
 * Whole numbers, truth values, text that is one of them, and numbers with a fraction, which are rounded. `flags` is 0 or
 * VARIANT_ALPHABOOL.
 *
 * Returns: S_OK; DISP_E_OVERFLOW when the value does not fit; DISP_E_TYPEMISMATCH when it is none of that type;
 * DISP_E_BADVARTYPE for a type that is not known. `target` stays as it is on failure.
 */
static inline MODHOST_UNUSED HRESULT
VariantChangeType(VARIANT *target, const VARIANT *source, USHORT flags, VARTYPE type) {
    VARIANT changed;
    MODHOST_VARIANT_NUMBER number;
    HRESULT result = S_OK;
    BOOL is_true = FALSE;
    LONGLONG value = 0;
    if (target == NULL || source == NULL) {
        return E_INVALIDARG;
    }
    if (source->vt == type) {
        return VariantCopy(target, source);
    }
    VariantInit(&changed);
    if (type == VT_BSTR) {
        result = MODHOST_variant_text(source, flags, &changed.bstrVal);
    } else if (type == VT_R8) {
        result = MODHOST_variant_number(source, &number);
        if (source->vt == VT_R4) {
            changed.dblVal = (double)source->fltVal;
            result = S_OK;
        } else if (SUCCEEDED(result)) {
            changed.dblVal = (number.is_negative ? -1.0 : 1.0) * (double)number.magnitude;
        }
    } else if (type != VT_EMPTY) {
        result = MODHOST_variant_number(source, &number);
        is_true = source->vt == VT_BOOL && source->boolVal != 0;
        if (SUCCEEDED(result)) {
            switch (type) {
            case VT_BOOL:
                value = number.magnitude != 0 ? -1 : 0;
                break;
            case VT_I1:
                result = MODHOST_variant_fit(number, is_true, 8, TRUE, &value);
                break;
            case VT_UI1:
                result = MODHOST_variant_fit(number, is_true, 8, FALSE, &value);
                break;
            case VT_I2:
                result = MODHOST_variant_fit(number, is_true, 16, TRUE, &value);
                break;
            case VT_UI2:
                result = MODHOST_variant_fit(number, is_true, 16, FALSE, &value);
                break;
            case VT_I4:
            case VT_ERROR:
            case VT_INT:
                result = MODHOST_variant_fit(number, is_true, 32, TRUE, &value);
                break;
            case VT_UI4:
            case VT_UINT:
                result = MODHOST_variant_fit(number, is_true, 32, FALSE, &value);
                break;
            case VT_I8:
                result = MODHOST_variant_fit(number, is_true, 64, TRUE, &value);
                break;
            case VT_UI8:
                result = MODHOST_variant_fit(number, is_true, 64, FALSE, &value);
                break;
            case VT_NULL:
            case VT_UNKNOWN:
                result = DISP_E_TYPEMISMATCH;
                break;
            default:
                result = DISP_E_BADVARTYPE;
                break;
            }
        }
        switch (type) {
        case VT_I1:
        case VT_UI1:
            changed.bVal = (BYTE)value;
            break;
        case VT_BOOL:
        case VT_I2:
        case VT_UI2:
            changed.uiVal = (USHORT)value;
            break;
        case VT_I8:
        case VT_UI8:
            changed.llVal = value;
            break;
        default:
            changed.lVal = (LONG)value;
            break;
        }
    }
    if (FAILED(result)) {
        return result;
    }
    changed.vt = type;
    VariantClear(target);
    *target = changed;
    return S_OK;
}

#endif /* MODHOST_VARIANT_FUNCTIONS_H */
