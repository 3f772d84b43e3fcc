/*
 * calls.h - what the generated halves of the call test share.
 */
#ifndef CALLS_H
#define CALLS_H

#define MODHOST_NO_NOTE
#include "httpserv.h"
#include "wpframework.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A VARIANT, which is passed by value, for a number and back; every word of it counts. */
static inline MODHOST_UNUSED VARIANT variant_of(uint64_t number) {
    VARIANT variant;
    VariantInit(&variant);
    variant.vt = (VARTYPE)(number & 15);
    variant.pvReserved[0] = (PVOID)(uintptr_t)(number >> 4);
    variant.pvReserved[1] = (PVOID)(uintptr_t)number;
    return variant;
}
static inline MODHOST_UNUSED uint64_t number_of(VARIANT variant) {
    uint64_t number = ((uint64_t)(uintptr_t)variant.pvReserved[0] << 4) + variant.vt;
    return number == (uint64_t)(uintptr_t)variant.pvReserved[1] ? number : 0;
}

/* A slot that has been called reports itself. */
void called(const void *self, int slot, uint64_t hash);

/* A caller says which slot it meant and with which arguments, and what the call returned. */
void check_call(const char *interface, const char *slot, int number, uint64_t hash, const void *self);
void check_result(uint64_t result, uint64_t expected);

#define CHECK(interface, slot, number, hash) check_call(interface, slot, number, hash, self)
#define RESULT(result, expected) check_result(result, expected)

#define INTERFACE(name) \
    void *c_make_##name(void); \
    void *cxx_make_##name(void); \
    void c_call_##name(void *object); \
    void cxx_call_##name(void *object);
#include "calls_list.h"
#undef INTERFACE

#ifdef __cplusplus
}
#endif

#endif
