/*
 * windows.h - the spellings that a source written for Windows uses around httpserv.h.
 *
 * Types, annotations and macros only. Only a module that names this folder gets them: `IN`, `OUT`, `VOID` and their
 * like are ordinary words elsewhere.
 */
#ifndef MODHOST_WINDOWS_H
#define MODHOST_WINDOWS_H

#include <stdlib.h>
#include <string.h>

#include "modhost/results.h"
#include "modhost/types.h"
#include "modhost/variant.h"
#include "sal.h"

#ifndef MODHOST_TEST_HEADERS
#pragma GCC system_header
#endif

/* Calling conventions: there is one. */
#define WINAPI
#define APIENTRY
#define CALLBACK
#define PASCAL
#define STDMETHODCALLTYPE
#define STDAPICALLTYPE
#define __stdcall
#define _stdcall
#define __cdecl
#define _cdecl
#define __fastcall
#define __thiscall

/* Words around declarations. */
#define IN
#define OUT
#define OPTIONAL
#define FAR
#define NEAR
#ifndef VOID
#define VOID void
#endif
#ifndef CONST
#define CONST const
#endif
#define interface struct
#ifdef __cplusplus
#define __uuidof(type) (modhost_interface<type>::id())
#endif
#define EXTERN_C MODHOST_EXTERN_C
#define FORCEINLINE static inline
#define __forceinline inline __attribute__((always_inline))
#define STDAPI EXTERN_C HRESULT STDAPICALLTYPE
#define STDMETHODIMP HRESULT STDMETHODCALLTYPE
#define DECLSPEC_NOVTABLE
#define UNREFERENCED_PARAMETER(parameter) ((void)(parameter))
#define UNREFERENCED_LOCAL_VARIABLE(variable) ((void)(variable))

/* __declspec(x) for the x that sources use. */
#define __declspec(specifier) MODHOST_DECLSPEC_##specifier
#define _declspec(specifier) MODHOST_DECLSPEC_##specifier
#define MODHOST_DECLSPEC_dllexport __attribute__((visibility("default")))
#define MODHOST_DECLSPEC_dllimport
#define MODHOST_DECLSPEC_noinline __attribute__((noinline))
#define MODHOST_DECLSPEC_noreturn __attribute__((noreturn))
#define MODHOST_DECLSPEC_nothrow __attribute__((nothrow))
#define MODHOST_DECLSPEC_selectany __attribute__((weak))
#define MODHOST_DECLSPEC_thread __thread
#define MODHOST_DECLSPEC_novtable
#define MODHOST_DECLSPEC_naked
#define MODHOST_DECLSPEC_restrict
#define MODHOST_DECLSPEC_align(bytes) __attribute__((aligned(bytes)))
#define MODHOST_DECLSPEC_deprecated __attribute__((deprecated))
#define MODHOST_DECLSPEC_uuid(text)

/* The identifier of an interface, as a value. */
#ifdef __cplusplus
#ifndef __uuidof
#define __uuidof(type) (modhost_interface<type>::id())
#endif
#endif

/* Characters: wide ones under UNICODE. */
#ifdef UNICODE
typedef WCHAR TCHAR;
typedef PWSTR PTSTR, LPTSTR;
typedef PCWSTR PCTSTR, LPCTSTR;
#define MODHOST_WIDE_TEXT(text) L##text
#define TEXT(text) MODHOST_WIDE_TEXT(text)
#else
typedef char TCHAR;
typedef PSTR PTSTR, LPTSTR;
typedef PCSTR PCTSTR, LPCTSTR;
#define TEXT(text) text
#endif
#define __TEXT(text) TEXT(text)
typedef TCHAR *PTCHAR;

/* More numbers. */
#ifndef __int64
#define __int64 long long
#define __int32 int
#define __int16 short
#define __int8 char
#endif
typedef int8_t INT8;
typedef int16_t INT16;
typedef int32_t INT32;
typedef int64_t INT64;
typedef uint8_t UINT8;
typedef uint16_t UINT16;
typedef uint32_t UINT32;
typedef uint64_t UINT64;
typedef int32_t LONG32;
typedef int64_t LONG64;
typedef uint32_t ULONG32;
typedef uint64_t ULONG64;
typedef uint32_t DWORD32;
typedef uint64_t DWORD64;
typedef uint64_t DWORDLONG;
typedef char CCHAR;
typedef unsigned int *PUINT;
typedef int *PINT;
typedef int *LPINT;
typedef WORD *PWORD;
typedef WORD *LPWORD;
typedef LONG *LPLONG;
typedef SIZE_T *PSIZE_T;
typedef intptr_t SSIZE_T;

/* Objects. */
typedef void *HMODULE;
typedef void *HINSTANCE;
typedef void *HKEY;
typedef void *HGLOBAL;
typedef void *HLOCAL;
typedef INT_PTR(WINAPI *FARPROC)(void);

#define MAXBYTE 0xff
#define MAXWORD 0xffff
#define MAXDWORD 0xffffffffu
#define MAX_PATH 260
#define INFINITE 0xFFFFFFFFu

#define DLL_PROCESS_DETACH 0
#define DLL_PROCESS_ATTACH 1
#define DLL_THREAD_ATTACH 2
#define DLL_THREAD_DETACH 3

/* Memory. */
#define ARRAYSIZE(array) (sizeof(array) / sizeof((array)[0]))
#define _countof(array) ARRAYSIZE(array)
#define RTL_NUMBER_OF(array) ARRAYSIZE(array)
#define ZeroMemory(destination, length) memset((destination), 0, (length))
#define FillMemory(destination, length, fill) memset((destination), (fill), (length))
#define CopyMemory(destination, source, length) memcpy((destination), (source), (length))
#define MoveMemory(destination, source, length) memmove((destination), (source), (length))
#define EqualMemory(a, b, length) (memcmp((a), (b), (length)) == 0)
#define RtlZeroMemory ZeroMemory
#define RtlFillMemory FillMemory
#define RtlCopyMemory CopyMemory
#define RtlMoveMemory MoveMemory
#define FIELD_OFFSET(type, field) ((LONG)offsetof(type, field))
#define CONTAINING_RECORD(address, type, field) ((type *)((PCHAR)(address)-offsetof(type, field)))
#ifdef __cplusplus
#define C_ASSERT(condition) static_assert(condition, #condition)
#else
#define C_ASSERT(condition) _Static_assert(condition, #condition)
#endif

#endif /* MODHOST_WINDOWS_H */
