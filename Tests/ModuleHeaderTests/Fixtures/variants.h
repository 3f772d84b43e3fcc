/*
 * variants.h - BSTR and VARIANT by themselves. Included by variants.c and variants.cpp, so that both languages do the same.
 */
#define MODHOST_NO_NOTE
#include "httpserv.h"

#include <stdio.h>
#include <string.h>

static int failures;
#define EXPECT(condition) \
    do { \
        if (!(condition)) { \
            failures++; \
            printf("line %d: %s\n", __LINE__, #condition); \
        } \
    } while (0)

static VARIANT of(VARTYPE type, LONGLONG value) {
    VARIANT variant;
    VariantInit(&variant);
    V_VT(&variant) = type;
    V_I8(&variant) = value;
    return variant;
}

static VARIANT text(const WCHAR *value) {
    VARIANT variant;
    VariantInit(&variant);
    V_VT(&variant) = VT_BSTR;
    V_BSTR(&variant) = SysAllocString(value);
    return variant;
}

/* What a value is as another type; -1 in all bits if it cannot be that. Both are ended. */
static HRESULT changed(VARIANT source, VARTYPE type, ULONGLONG *value) {
    VARIANT target;
    VariantInit(&target);
    HRESULT hr = VariantChangeType(&target, &source, 0, type);
    *value = V_UI8(&target);
    EXPECT(FAILED(hr) ? V_VT(&target) == VT_EMPTY : V_VT(&target) == type);
    VariantClear(&target);
    VariantClear(&source);
    return hr;
}

static void strings(void) {
    BSTR one = SysAllocString(L"one");
    EXPECT(SysStringLen(one) == 3 && SysStringByteLen(one) == 3 * sizeof(WCHAR) && wcscmp(one, L"one") == 0);
    EXPECT(SysReAllocString(&one, L"longer") == TRUE && wcscmp(one, L"longer") == 0);
    EXPECT(SysReAllocStringLen(&one, L"abc", 2) == TRUE && wcscmp(one, L"ab") == 0 && SysStringLen(one) == 2);
    SysFreeString(one);
    BSTR room = SysAllocStringLen(NULL, 5);
    EXPECT(SysStringLen(room) == 5 && room[5] == 0);
    SysFreeString(room);
    BSTR bytes = SysAllocStringByteLen("abcdef", 6);
    EXPECT(SysStringByteLen(bytes) == 6 && memcmp(bytes, "abcdef", 7) == 0);
    SysFreeString(bytes);
    EXPECT(SysAllocString(NULL) == NULL && SysStringLen(NULL) == 0);
    EXPECT(SysAllocStringLen(NULL, UINT32_MAX) == NULL && SysAllocStringByteLen(NULL, UINT32_MAX) == NULL);
    SysFreeString(NULL);
}

static void numbers(void) {
    ULONGLONG value = 0;
    EXPECT(changed(of(VT_I4, 7), VT_UI8, &value) == S_OK && value == 7);
    EXPECT(changed(of(VT_I4, -1), VT_UI4, &value) == DISP_E_OVERFLOW);
    EXPECT(changed(of(VT_I8, -1), VT_I2, &value) == S_OK && (SHORT)value == -1);
    EXPECT(changed(of(VT_UI8, -1), VT_I8, &value) == DISP_E_OVERFLOW);
    EXPECT(changed(of(VT_I8, INT64_MIN), VT_I8, &value) == S_OK && (LONGLONG)value == INT64_MIN);
    EXPECT(changed(of(VT_I8, INT32_MIN), VT_I4, &value) == S_OK && (LONG)value == INT32_MIN);
    EXPECT(changed(of(VT_I8, (LONGLONG)INT32_MIN - 1), VT_I4, &value) == DISP_E_OVERFLOW);
    EXPECT(changed(of(VT_UI4, 300), VT_UI1, &value) == DISP_E_OVERFLOW);
    EXPECT(changed(of(VT_UI4, 255), VT_UI1, &value) == S_OK && value == 255);
    EXPECT(changed(of(VT_I4, 5), VT_BOOL, &value) == S_OK && (VARIANT_BOOL)value == VARIANT_TRUE);
    EXPECT(changed(of(VT_BOOL, 0xFFFF), VT_I4, &value) == S_OK && (LONG)value == -1);
    EXPECT(changed(of(VT_BOOL, 0xFFFF), VT_UI4, &value) == S_OK && value == 0xFFFFFFFFu);
    EXPECT(changed(of(VT_BOOL, 0), VT_UI4, &value) == S_OK && value == 0);
    EXPECT(changed(of(VT_EMPTY, 0), VT_I4, &value) == S_OK && value == 0);
    EXPECT(changed(of(VT_NULL, 0), VT_I4, &value) == DISP_E_TYPEMISMATCH);
    EXPECT(changed(of(VT_BOOL, 0xFFFF), VT_UNKNOWN, &value) == DISP_E_TYPEMISMATCH);
    EXPECT(changed(of(VT_I4, 1), 99, &value) == DISP_E_BADVARTYPE);
    EXPECT(changed(text(L" -12 "), VT_I4, &value) == S_OK && (LONG)value == -12);
    EXPECT(changed(text(L"18446744073709551615"), VT_UI8, &value) == S_OK && value == UINT64_MAX);
    EXPECT(changed(text(L"18446744073709551616"), VT_UI8, &value) == DISP_E_OVERFLOW);
    EXPECT(changed(text(L"True"), VT_BOOL, &value) == S_OK && (VARIANT_BOOL)value == VARIANT_TRUE);
    EXPECT(changed(text(L"12a"), VT_I4, &value) == DISP_E_TYPEMISMATCH);
    EXPECT(changed(text(L""), VT_I4, &value) == DISP_E_TYPEMISMATCH);
    VARIANT fraction = of(VT_R8, 0);
    V_R8(&fraction) = -2.6;
    EXPECT(changed(fraction, VT_I4, &value) == S_OK && (LONG)value == -3);
    V_R8(&fraction) = 1e300;
    EXPECT(changed(fraction, VT_I8, &value) == DISP_E_OVERFLOW);
}

static void texts(void) {
    VARIANT variant = of(VT_I8, INT64_MIN), copy;
    VariantInit(&copy);
    EXPECT(VariantChangeType(&variant, &variant, 0, VT_BSTR) == S_OK);
    EXPECT(wcscmp(V_BSTR(&variant), L"-9223372036854775808") == 0);
    EXPECT(VariantCopy(&copy, &variant) == S_OK && V_BSTR(&copy) != V_BSTR(&variant));
    EXPECT(wcscmp(V_BSTR(&copy), V_BSTR(&variant)) == 0);
    EXPECT(VariantCopy(&copy, &copy) == S_OK && VariantCopy(NULL, &copy) == E_INVALIDARG);
    VariantClear(&variant);
    EXPECT(V_VT(&variant) == VT_EMPTY && V_BSTR(&variant) == NULL);
    VariantClear(&copy);
    variant = of(VT_BOOL, 0xFFFF);
    EXPECT(VariantChangeType(&copy, &variant, VARIANT_ALPHABOOL, VT_BSTR) == S_OK);
    EXPECT(wcscmp(V_BSTR(&copy), L"True") == 0);
    EXPECT(VariantChangeType(&copy, &variant, 0, VT_BSTR) == S_OK && wcscmp(V_BSTR(&copy), L"-1") == 0);
    VariantClear(&copy);
    EXPECT(VariantClear(NULL) == E_INVALIDARG);
}

int main(void) {
    strings();
    numbers();
    texts();
    printf("%d failures\n", failures);
    return failures != 0;
}
