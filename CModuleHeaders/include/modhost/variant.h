/*
 * variant.h - text and values of the configuration interfaces: BSTR and VARIANT.
 *
 * Both sides allocate by malloc and free by free of the one C library of the process, so either side frees what the other
 * made. What a slot gives out in a BSTR or a VARIANT belongs to the caller, who ends it with SysFreeString or VariantClear.
 * What VariantClear and its like do stands in variant_functions.h, which needs the interfaces.
 */
#ifndef MODHOST_VARIANT_H
#define MODHOST_VARIANT_H

#include "forward.h"
#include "results.h"
#include "types.h"

#include <stdlib.h>

#ifndef MODHOST_TEST_HEADERS
#pragma GCC system_header
#endif

typedef float FLOAT;
typedef double DOUBLE;
typedef WCHAR OLECHAR;
typedef OLECHAR *LPOLESTR;
typedef const OLECHAR *LPCOLESTR;

/*
 * Text with its length: the pointer is that of the first character, the 4 bytes before it hold the number of bytes without
 * the zero that stands behind the last character. NULL is an empty text. A slot that is given one reads up to its first
 * zero, so it takes L"..." as well.
 */
typedef OLECHAR *BSTR;

/* -1 is true and 0 false. */
typedef SHORT VARIANT_BOOL;
#define VARIANT_TRUE ((VARIANT_BOOL)-1)
#define VARIANT_FALSE ((VARIANT_BOOL)0)

/* What a VARIANT holds. */
typedef USHORT VARTYPE;
typedef enum VARENUM {
    VT_EMPTY = 0,
    VT_NULL = 1,
    VT_I2 = 2,
    VT_I4 = 3,
    VT_R4 = 4,
    VT_R8 = 5,
    VT_BSTR = 8,
    VT_ERROR = 10,
    VT_BOOL = 11,
    VT_VARIANT = 12,
    VT_UNKNOWN = 13,
    VT_I1 = 16,
    VT_UI1 = 17,
    VT_UI2 = 18,
    VT_UI4 = 19,
    VT_I8 = 20,
    VT_UI8 = 21,
    VT_INT = 22,
    VT_UINT = 23
} VARENUM;

typedef struct tagSAFEARRAY SAFEARRAY;
typedef LONG SCODE;

/* A value of one of several types: `vt` says of which. */
typedef struct tagVARIANT {
    VARTYPE vt;
    WORD wReserved1;
    WORD wReserved2;
    WORD wReserved3;
    union {
        LONGLONG llVal;
        LONG lVal;
        BYTE bVal;
        SHORT iVal;
        FLOAT fltVal;
        DOUBLE dblVal;
        VARIANT_BOOL boolVal;
        SCODE scode;
        BSTR bstrVal;
        IUnknown *punkVal;
        CHAR cVal;
        USHORT uiVal;
        ULONG ulVal;
        ULONGLONG ullVal;
        INT intVal;
        UINT uintVal;
        PVOID byref;
        /* As large as the largest member in IIS, so that the structure has the size it has there. */
        PVOID pvReserved[2];
    };
} VARIANT;
typedef VARIANT VARIANTARG;
typedef VARIANT *LPVARIANT;

#define V_VT(variant) ((variant)->vt)
#define V_I1(variant) ((variant)->cVal)
#define V_I2(variant) ((variant)->iVal)
#define V_I4(variant) ((variant)->lVal)
#define V_I8(variant) ((variant)->llVal)
#define V_UI1(variant) ((variant)->bVal)
#define V_UI2(variant) ((variant)->uiVal)
#define V_UI4(variant) ((variant)->ulVal)
#define V_UI8(variant) ((variant)->ullVal)
#define V_INT(variant) ((variant)->intVal)
#define V_UINT(variant) ((variant)->uintVal)
#define V_R4(variant) ((variant)->fltVal)
#define V_R8(variant) ((variant)->dblVal)
#define V_BOOL(variant) ((variant)->boolVal)
#define V_ERROR(variant) ((variant)->scode)
#define V_BSTR(variant) ((variant)->bstrVal)
#define V_UNKNOWN(variant) ((variant)->punkVal)

/** Makes a BSTR of `bytes` bytes, copied from `text` if that is not NULL. NULL when there is no memory left. */
static inline MODHOST_UNUSED BSTR SysAllocStringByteLen(LPCSTR text, UINT bytes) {
    char *block = NULL;
    uint32_t length = bytes;
    if (bytes > UINT32_MAX - 4 - 2 * (UINT)sizeof(OLECHAR)) {
        return NULL;
    }
    /* The zero behind the last character is whole, whether or not `bytes` is a multiple of a character. */
    block = (char *)malloc((size_t)bytes + 4 + 2 * sizeof(OLECHAR));
    if (block == NULL) {
        return NULL;
    }
    __builtin_memcpy(block, &length, 4);
    if (text != NULL) {
        __builtin_memcpy(block + 4, text, bytes);
    }
    __builtin_memset(block + 4 + bytes, 0, 2 * sizeof(OLECHAR));
    return (BSTR)(void *)(block + 4);
}

/** Makes a BSTR of `count` characters, copied from `text` if that is not NULL. NULL when there is no memory left. */
static inline MODHOST_UNUSED BSTR SysAllocStringLen(const OLECHAR *text, UINT count) {
    if (count > UINT32_MAX / sizeof(OLECHAR)) {
        return NULL;
    }
    return SysAllocStringByteLen((LPCSTR)(const void *)text, count * (UINT)sizeof(OLECHAR));
}

/** Makes a BSTR of the text up to its zero. NULL for NULL, and when there is no memory left. */
static inline MODHOST_UNUSED BSTR SysAllocString(const OLECHAR *text) {
    return text == NULL ? NULL : SysAllocStringLen(text, (UINT)wcslen(text));
}

/** Ends a BSTR, whoever made it. NULL is none. */
static inline MODHOST_UNUSED void SysFreeString(BSTR text) {
    if (text != NULL) {
        free((char *)(void *)text - 4);
    }
}

/** The bytes of a BSTR without its zero; 0 for NULL. */
static inline MODHOST_UNUSED UINT SysStringByteLen(BSTR text) {
    uint32_t length = 0;
    if (text != NULL) {
        __builtin_memcpy(&length, (char *)(void *)text - 4, 4);
    }
    return length;
}

/** The characters of a BSTR without its zero; 0 for NULL. */
static inline MODHOST_UNUSED UINT SysStringLen(BSTR text) {
    return SysStringByteLen(text) / (UINT)sizeof(OLECHAR);
}

/** Puts a copy of `text` in the place of a BSTR, which ends. FALSE when there is no memory left: the old one stays. */
static inline MODHOST_UNUSED INT SysReAllocString(BSTR *place, const OLECHAR *text) {
    BSTR made = SysAllocString(text);
    if (made == NULL && text != NULL) {
        return FALSE;
    }
    SysFreeString(*place);
    *place = made;
    return TRUE;
}

/** The same for `count` characters. */
static inline MODHOST_UNUSED INT SysReAllocStringLen(BSTR *place, const OLECHAR *text, UINT count) {
    BSTR made = SysAllocStringLen(text, count);
    if (made == NULL) {
        return FALSE;
    }
    SysFreeString(*place);
    *place = made;
    return TRUE;
}

#endif /* MODHOST_VARIANT_H */
