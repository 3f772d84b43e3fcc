#include "LockMark.h"

#ifdef __has_feature
#if __has_feature(thread_sanitizer)
#define THREAD_SANITIZER
#endif
#endif

#ifdef THREAD_SANITIZER

#include <sanitizer/tsan_interface.h>
#include <stdlib.h>

/* A byte whose address stands for the lock. */
uintptr_t LockMark_Make(void) {
    void *mark = malloc(1);
    if (mark == NULL) abort();
    __tsan_mutex_create(mark, 0);
    return (uintptr_t)mark;
}

void LockMark_Free(uintptr_t mark) {
    __tsan_mutex_destroy((void *)mark, 0);
    free((void *)mark);
}

static unsigned flags(int tries) {
    return tries ? __tsan_mutex_try_lock : 0;
}

void LockMark_WillLock(uintptr_t mark, int tries) {
    __tsan_mutex_pre_lock((void *)mark, flags(tries));
}

void LockMark_DidLock(uintptr_t mark, int tries) {
    __tsan_mutex_post_lock((void *)mark, flags(tries), 0);
}

void LockMark_DidNotLock(uintptr_t mark) {
    __tsan_mutex_post_lock((void *)mark, __tsan_mutex_try_lock | __tsan_mutex_try_lock_failed, 0);
}

void LockMark_WillUnlock(uintptr_t mark) {
    __tsan_mutex_pre_unlock((void *)mark, 0);
}

void LockMark_DidUnlock(uintptr_t mark) {
    __tsan_mutex_post_unlock((void *)mark, 0);
}

#else

uintptr_t LockMark_Make(void) {
    return 0;
}

void LockMark_Free(uintptr_t mark) {
    (void)mark;
}

void LockMark_WillLock(uintptr_t mark, int tries) {
    (void)mark;
    (void)tries;
}

void LockMark_DidLock(uintptr_t mark, int tries) {
    (void)mark;
    (void)tries;
}

void LockMark_DidNotLock(uintptr_t mark) {
    (void)mark;
}

void LockMark_WillUnlock(uintptr_t mark) {
    (void)mark;
}

void LockMark_DidUnlock(uintptr_t mark) {
    (void)mark;
}

#endif
