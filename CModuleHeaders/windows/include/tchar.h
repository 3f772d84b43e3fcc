/*
 * tchar.h - text functions for TCHAR: wide ones under _UNICODE.
 */
#ifndef MODHOST_TCHAR_H
#define MODHOST_TCHAR_H

#include <string.h>
#include <wchar.h>

#ifndef MODHOST_TEST_HEADERS
#pragma GCC system_header
#endif

#ifdef _UNICODE
typedef wchar_t _TCHAR;
#define MODHOST_WIDE_T(text) L##text
#define _T(text) MODHOST_WIDE_T(text)
#define _TEXT(text) MODHOST_WIDE_T(text)
#define _tcslen wcslen
#define _tcscpy wcscpy
#define _tcsncpy wcsncpy
#define _tcscat wcscat
#define _tcscmp wcscmp
#define _tcsncmp wcsncmp
#define _tcschr wcschr
#define _tcsrchr wcsrchr
#define _tcsstr wcsstr
#else
typedef char _TCHAR;
#define _T(text) text
#define _TEXT(text) text
#define _tcslen strlen
#define _tcscpy strcpy
#define _tcsncpy strncpy
#define _tcscat strcat
#define _tcscmp strcmp
#define _tcsncmp strncmp
#define _tcschr strchr
#define _tcsrchr strrchr
#define _tcsstr strstr
#endif

#endif /* MODHOST_TCHAR_H */
