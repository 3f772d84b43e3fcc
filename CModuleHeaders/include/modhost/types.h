/*
 * types.h - the plain types of the contract.
 *
 * The names are those of Windows, the sizes are fixed: they do not follow the compiler's `long`. WCHAR is the
 * system's wchar_t (4 bytes), so that L"..." and wcslen() work; a HANDLE holds a file descriptor.
 */
#ifndef MODHOST_TYPES_H
#define MODHOST_TYPES_H

#ifdef MODHOST_TEST_HEADERS
/* The tests of the headers themselves want to see every warning. */
#else
#pragma GCC system_header
#endif

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <wchar.h>

#ifdef __cplusplus
#define MODHOST_EXTERN_C extern "C"
#define MODHOST_BEGIN_C extern "C" {
#define MODHOST_END_C }
#else
#define MODHOST_EXTERN_C extern
#define MODHOST_BEGIN_C
#define MODHOST_END_C
#endif

#define MODHOST_UNUSED __attribute__((unused))
#define MODHOST_EXPORT __attribute__((visibility("default")))

/* Numbers. */
typedef int32_t BOOL;
typedef uint8_t BOOLEAN;
typedef uint8_t BYTE;
typedef char CHAR;
typedef uint8_t UCHAR;
typedef int16_t SHORT;
typedef uint16_t USHORT;
typedef uint16_t WORD;
typedef int32_t INT;
typedef uint32_t UINT;
typedef int32_t LONG;
typedef uint32_t ULONG;
typedef uint32_t DWORD;
typedef int64_t LONGLONG;
typedef uint64_t ULONGLONG;
typedef int32_t HRESULT;
typedef wchar_t WCHAR;

/* Pointers. */
typedef void *PVOID;
typedef void *LPVOID;
typedef const void *LPCVOID;
typedef char *PSTR;
typedef char *LPSTR;
typedef const char *PCSTR;
typedef const char *LPCSTR;
typedef WCHAR *PWSTR;
typedef WCHAR *LPWSTR;
typedef WCHAR *PWCHAR;
typedef const WCHAR *PCWSTR;
typedef const WCHAR *LPCWSTR;
typedef char *PCHAR;
typedef BYTE *PBYTE;
typedef BYTE *LPBYTE;
typedef UCHAR *PUCHAR;
typedef BOOL *PBOOL;
typedef BOOL *LPBOOL;
typedef SHORT *PSHORT;
typedef USHORT *PUSHORT;
typedef LONG *PLONG;
typedef ULONG *PULONG;
typedef DWORD *PDWORD;
typedef DWORD *LPDWORD;
typedef LONGLONG *PLONGLONG;
typedef ULONGLONG *PULONGLONG;

/* Sizes. */
typedef size_t SIZE_T;
typedef intptr_t INT_PTR;
typedef uintptr_t UINT_PTR;
typedef intptr_t LONG_PTR;
typedef uintptr_t ULONG_PTR;
typedef uintptr_t DWORD_PTR;

/* Objects. A HANDLE is a file descriptor widened to a pointer; a token or security identifier is always NULL. */
typedef void *HANDLE;
typedef HANDLE *PHANDLE;
typedef void *PSID;
typedef void *HTTP_MODULE_ID;

#define INVALID_HANDLE_VALUE ((HANDLE)(intptr_t)-1)

#ifndef TRUE
#define TRUE 1
#endif
#ifndef FALSE
#define FALSE 0
#endif

typedef struct _GUID {
    uint32_t Data1;
    uint16_t Data2;
    uint16_t Data3;
    uint8_t Data4[8];
} GUID;

typedef GUID IID;
typedef GUID CLSID;
typedef const GUID *LPCGUID;

#ifdef __cplusplus
typedef const GUID &REFGUID;
typedef const IID &REFIID;
typedef const CLSID &REFCLSID;
#else
typedef const GUID *REFGUID;
typedef const IID *REFIID;
typedef const CLSID *REFCLSID;
#endif

/* The number of 100 ns intervals since 1601-01-01, in two halves. */
typedef struct _FILETIME {
    DWORD dwLowDateTime;
    DWORD dwHighDateTime;
} FILETIME;
typedef FILETIME *PFILETIME;
typedef FILETIME *LPFILETIME;

typedef struct MODHOST_HALVES {
    DWORD LowPart;
    DWORD HighPart;
} MODHOST_HALVES;

typedef struct MODHOST_SIGNED_HALVES {
    DWORD LowPart;
    LONG HighPart;
} MODHOST_SIGNED_HALVES;

typedef union _ULARGE_INTEGER {
    __extension__ struct {
        DWORD LowPart;
        DWORD HighPart;
    };
    MODHOST_HALVES u;
    ULONGLONG QuadPart;
} ULARGE_INTEGER;
typedef ULARGE_INTEGER *PULARGE_INTEGER;

typedef union _LARGE_INTEGER {
    __extension__ struct {
        DWORD LowPart;
        LONG HighPart;
    };
    MODHOST_SIGNED_HALVES u;
    LONGLONG QuadPart;
} LARGE_INTEGER;
typedef LARGE_INTEGER *PLARGE_INTEGER;

typedef struct sockaddr SOCKADDR;
typedef struct sockaddr *PSOCKADDR;
typedef struct sockaddr *LPSOCKADDR;

/* One started operation. The host never reads it: it only carries a pointer back to a completion routine. */
typedef struct _OVERLAPPED {
    ULONG_PTR Internal;
    ULONG_PTR InternalHigh;
    DWORD Offset;
    DWORD OffsetHigh;
    HANDLE hEvent;
} OVERLAPPED;
typedef OVERLAPPED *LPOVERLAPPED;

typedef void (*LPOVERLAPPED_COMPLETION_ROUTINE)(DWORD error, DWORD bytes, LPOVERLAPPED overlapped);

#ifndef MAKELONG
#define MAKELONG(low, high) ((LONG)(((DWORD)(WORD)(low)) | ((DWORD)(WORD)(high) << 16)))
#endif
#ifndef MAKEWORD
#define MAKEWORD(low, high) ((WORD)(((WORD)(BYTE)(low)) | ((WORD)(BYTE)(high) << 8)))
#endif
#ifndef LOWORD
#define LOWORD(value) ((WORD)((DWORD_PTR)(value)&0xffff))
#define HIWORD(value) ((WORD)(((DWORD_PTR)(value) >> 16) & 0xffff))
#define LOBYTE(value) ((BYTE)((DWORD_PTR)(value)&0xff))
#define HIBYTE(value) ((BYTE)(((DWORD_PTR)(value) >> 8) & 0xff))
#endif

/*
 * A GUID with a name. The declaration is weak and hidden, so the same line may stand in any number of translation
 * units of one module, with or without initguid.h.
 */
#ifndef DEFINE_GUID
#define DEFINE_GUID(name, l, w1, w2, b1, b2, b3, b4, b5, b6, b7, b8) \
    MODHOST_EXTERN_C __attribute__((weak, visibility("hidden"))) const GUID name; \
    const GUID name = {l, w1, w2, {b1, b2, b3, b4, b5, b6, b7, b8}}
#endif

#ifdef __cplusplus
inline bool IsEqualGUID(REFGUID a, REFGUID b) {
    return __builtin_memcmp(&a, &b, sizeof(GUID)) == 0;
}
#ifndef MODHOST_GUID_OPERATORS
#define MODHOST_GUID_OPERATORS
inline bool operator==(const GUID &a, const GUID &b) {
    return IsEqualGUID(a, b);
}
inline bool operator!=(const GUID &a, const GUID &b) {
    return !IsEqualGUID(a, b);
}
#endif
#else
static inline MODHOST_UNUSED bool IsEqualGUID(REFGUID a, REFGUID b) {
    return __builtin_memcmp(a, b, sizeof(GUID)) == 0;
}
#endif
#define IsEqualIID(a, b) IsEqualGUID(a, b)
#define IsEqualCLSID(a, b) IsEqualGUID(a, b)

#endif /* MODHOST_TYPES_H */
