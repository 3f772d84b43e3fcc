/*
 * calls.c - runs every call, prints what went wrong and how many calls were made.
 */
#include "calls.h"

#include <inttypes.h>
#include <stdio.h>

static const void *seen_self;
static int seen_slot;
static uint64_t seen_hash;
static const char *last_interface = "";
static const char *last_slot = "";
static int calls;
static int failures;

void called(const void *self, int slot, uint64_t hash) {
    seen_self = self;
    seen_slot = slot;
    seen_hash = hash;
}

void check_call(const char *interface, const char *slot, int number, uint64_t hash, const void *self) {
    calls += 1;
    last_interface = interface;
    last_slot = slot;
    if (seen_self != self || seen_slot != number || seen_hash != hash) {
        failures += 1;
        printf("%s slot %d, %s: slot %d was called, hash %" PRIu64 " instead of %" PRIu64 "\n", interface, number, slot,
            seen_slot, seen_hash, hash);
    }
    seen_self = NULL;
    seen_slot = -1;
    seen_hash = 0;
}

void check_result(uint64_t result, uint64_t expected) {
    if (result != expected) {
        failures += 1;
        printf("%s %s returned %" PRIu64 " instead of %" PRIu64 "\n", last_interface, last_slot, result, expected);
    }
}

int main(void) {
#define INTERFACE(name) \
    c_call_##name(cxx_make_##name()); \
    cxx_call_##name(c_make_##name());
#include "calls_list.h"
    printf("%d calls, %d failures\n", calls, failures);
    return failures != 0;
}
