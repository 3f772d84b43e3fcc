/*
 * This header is about what ThreadSanitizer is told of locks whose own workings it does not see: those of Swift sleep in a
 * library that it has not looked into. In a build without it none of these functions does anything.
 */
#ifndef LOCKMARK_H
#define LOCKMARK_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A mark that stands for one lock, to be freed with it; 0 in a build without ThreadSanitizer. */
uintptr_t LockMark_Make(void);

/** The lock is gone. */
void LockMark_Free(uintptr_t mark);

/** This thread is about to take the lock, or to see whether it can (`tries` is not 0). */
void LockMark_WillLock(uintptr_t mark, int tries);

/** This thread has the lock now. */
void LockMark_DidLock(uintptr_t mark, int tries);

/** This thread has tried, and another has the lock. */
void LockMark_DidNotLock(uintptr_t mark);

/** This thread is about to let the lock go. */
void LockMark_WillUnlock(uintptr_t mark);

/** This thread has let it go. */
void LockMark_DidUnlock(uintptr_t mark);

#ifdef __cplusplus
}
#endif

#endif
