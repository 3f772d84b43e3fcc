#define _GNU_SOURCE
#include "include/HostMemory.h"

#include <pthread.h>
#include <sched.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

uintptr_t HostMemory_base = 0;
uintptr_t HostMemory_size = 0;
__thread uint64_t HostThread_cachedKey = 0;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static uintptr_t used = 0;
static uint64_t stray_calls = 0;

uint32_t HostThread_LookUpID(void) {
    uint32_t id = (uint32_t)syscall(SYS_gettid);
    HostThread_cachedKey = (uint64_t)id << 32 | HostBlock_Live;
    return id;
}

void HostCell_CountRefusal(HostBlock *block) {
    if (block == NULL) {
        __atomic_add_fetch(&stray_calls, 1, __ATOMIC_RELAXED);
    } else {
        __atomic_add_fetch(&block->refusals, 1, __ATOMIC_RELAXED);
    }
}

uint64_t HostCell_StrayCalls(void) {
    return __atomic_load_n(&stray_calls, __ATOMIC_RELAXED);
}

static __thread int must_not_wait = 0;

void HostThread_MustNotWait(void) {
    must_not_wait = 1;
}

/// A thread that a module has just started may call before the method that started it has returned PENDING, so it waits a
/// little for that. A second is far more than a method needs that does no more than return; it ends the deadlock of a method
/// that waits for its own thread.
static int take_soon(HostBlock *block) {
    if (HostBlock_Take(block)) return 1;
    if (must_not_wait) return 0;
    for (int round = 0; round < 1100; round++) {
        if (round < 100) {
            sched_yield();
        } else {
            usleep(1000);
        }
        if (HostBlock_Take(block)) return 1;
        if (__atomic_load_n(&block->state, __ATOMIC_ACQUIRE) != HostBlock_Live) return 0;
    }
    return 0;
}

int HostBlock_Borrow(HostBlock *block, HostEntry *entry) {
    if (!take_soon(block)) return 0;
    // The exchange may have ended between the check of its state and now.
    if (__atomic_load_n(&block->state, __ATOMIC_ACQUIRE) != HostBlock_Live) {
        HostBlock_Yield(block);
        return 0;
    }
    entry->borrowed = block;
    return 1;
}

void *HostCell_EnterOtherwise(const void *self, uint32_t kind, HostEntry *entry) {
    const HostCell *cell = HostCell_Recognise(self, kind);
    if (cell == NULL) {
        HostCell_CountRefusal(NULL);
        return NULL;
    }
    HostBlock *block = HostCell_Block(cell);
    if (__atomic_load_n(&block->state, __ATOMIC_ACQUIRE) != HostBlock_Live) {
        HostCell_CountRefusal(block);
        return NULL;
    }
    if (block->confined != 0 && __atomic_load_n(&block->caller, __ATOMIC_RELAXED) != HostThread_ID()
        && !HostBlock_Borrow(block, entry)) {
        HostCell_CountRefusal(block);
        return NULL;
    }
    return cell->owner;
}

/// Address space only: pages are given by the kernel when they are first touched. Smaller sizes are for systems that count
/// reserved space against a limit.
static int reserve(void) {
    for (size_t size = (size_t)8 << 30; size >= (size_t)64 << 20; size /= 2) {
        void *region = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (region != MAP_FAILED) {
            HostMemory_base = (uintptr_t)region;
            HostMemory_size = size;
            return 1;
        }
    }
    return 0;
}

HostBlock *HostMemory_MakeBlock(uint32_t cells, uint32_t state, uint32_t confined) {
    // A multiple of a cache line, so that two exchanges never share one.
    uintptr_t size = (sizeof(HostBlock) + cells * sizeof(HostCell) + 63) & ~(uintptr_t)63;
    HostBlock *block = NULL;
    pthread_mutex_lock(&lock);
    if ((HostMemory_size != 0 || reserve()) && HostMemory_size - used >= size) {
        block = (HostBlock *)(HostMemory_base + used);
        used += size;
    }
    pthread_mutex_unlock(&lock);
    if (block != NULL) {
        block->confined = confined;
        HostBlock_SetState(block, state);
    }
    return block;
}

uint64_t HostMemory_Used(void) {
    pthread_mutex_lock(&lock);
    uint64_t result = used;
    pthread_mutex_unlock(&lock);
    return result;
}
