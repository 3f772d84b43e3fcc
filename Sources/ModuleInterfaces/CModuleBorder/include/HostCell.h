// What a host object looks like in memory, and the check that each call from a module passes first.
//
// A module holds raw pointers to host objects and may use them at any time, even after their end. So every object lives in one
// region of memory that is never unmapped (HostMemory.h), each begins with the word that C++ expects (the table pointer), and
// behind it stand the facts by which a pointer is recognised as one of ours: its kind, its block, and whether the block lives.

#ifndef CMODULEBORDER_HOSTCELL_H
#define CMODULEBORDER_HOSTCELL_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
    /// The objects of the block may be called.
    HostBlock_Live = 0x4556494c,
    /// Their exchange is over; calls are refused until the block is used again.
    HostBlock_Resting = 0x54534552,
};

/// The head of a block: one or more cells that live and die together (all objects of one exchange, say).
typedef struct HostBlock {
    /// HostBlock_Live or HostBlock_Resting. Read by every call, written by the owner of the block. One word with `caller`,
    /// so that both are checked by one compare.
    uint32_t state;
    /// The kernel id of the thread that may call, 0 while nobody runs the exchange (it is PENDING).
    uint32_t caller;
    /// Not 0: calls must come from the one thread named in `caller`, or borrow the block while that is 0.
    uint32_t confined;
    /// Calls that were refused since the block was made live.
    uint32_t refusals;
} HostBlock;

/// One object as modules see it. `lpVtbl` comes first: the address of the cell is the object pointer.
typedef struct HostCell {
    const void *lpVtbl;
    /// The Swift object that answers, not retained: it lives as long as the block.
    void *owner;
    /// HostKind_…
    uint32_t kind;
    /// Distance in bytes from the head of the block to this cell.
    uint32_t offset;
} HostCell;

/// Remembers what HostCell_Leave has to give back.
typedef struct HostEntry {
    HostBlock *borrowed;
} HostEntry;

/// The region in which all host objects live (see HostMemory.h).
extern uintptr_t HostMemory_base;
extern uintptr_t HostMemory_size;

/// What the first word of a block is while it is live and this thread has it: HostBlock_Live, and above it the kernel's id of
/// this thread. 0 until the id is first asked for.
extern __thread uint64_t HostThread_cachedKey __attribute__((tls_model("initial-exec")));
uint32_t HostThread_LookUpID(void);

/// The kernel's id of this thread, asked for once per thread.
static inline uint32_t HostThread_ID(void) {
    uint64_t key = HostThread_cachedKey;
    return __builtin_expect(key != 0, 1) ? (uint32_t)(key >> 32) : HostThread_LookUpID();
}

/// Counts a refused call; `block` may be NULL when the pointer was not even one of ours.
void HostCell_CountRefusal(HostBlock *block);
/// Calls refused because their object pointer was none of ours, since the process began.
uint64_t HostCell_StrayCalls(void);

/// The calling thread is an event loop: it never waits for an exchange that another thread has.
void HostThread_MustNotWait(void);

/// Lets a thread that does not run the exchange call it while no other does. Waits up to a second, but never on a loop,
/// for the thread that has it. Returns 0 when it stays taken.
int HostBlock_Borrow(HostBlock *block, HostEntry *entry);

static inline const HostCell *HostCell_Recognise(const void *self, uint32_t kind) {
    const HostCell *cell = (const HostCell *)self;
    if (__builtin_expect((uintptr_t)self - HostMemory_base >= HostMemory_size, 0)) return NULL;
    if (__builtin_expect(((uintptr_t)self & 7) != 0 || cell->kind != kind, 0)) return NULL;
    return cell;
}

static inline HostBlock *HostCell_Block(const HostCell *cell) {
    return (HostBlock *)((uintptr_t)cell - cell->offset);
}

/// What HostCell_Enter does where the block is not one that is live and that this thread has: it lets the call in by another
/// right, or counts that it was refused.
void *HostCell_EnterOtherwise(const void *self, uint32_t kind, HostEntry *entry);

/// A block's state and caller as one word. Where both are in it they are read at one moment.
typedef uint64_t __attribute__((may_alias)) HostBlockWord;

_Static_assert(
    offsetof(HostBlock, state) == 0 && offsetof(HostBlock, caller) == 4 && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
    "HostThread_cachedKey has the state in its lower half");

/// Called first by each slot that may be called only by the thread that has the exchange.
/// Returns the Swift object that answers, or NULL if the call must be refused. Pair it with HostCell_Leave.
static inline void *HostCell_Enter(const void *self, uint32_t kind, HostEntry *entry) {
    entry->borrowed = NULL;
    const HostCell *cell = HostCell_Recognise(self, kind);
    if (__builtin_expect(cell != NULL, 1)) {
        const HostBlockWord *word = (const HostBlockWord *)(const void *)HostCell_Block(cell);
        if (__builtin_expect(__atomic_load_n(word, __ATOMIC_ACQUIRE) == HostThread_cachedKey, 1)) return cell->owner;
    }
    return HostCell_EnterOtherwise(self, kind, entry);
}

/// Called first by each slot that any thread may call. Returns the object that answers, or NULL.
static inline void *HostCell_EnterAny(const void *self, uint32_t kind) {
    const HostCell *cell = HostCell_Recognise(self, kind);
    if (__builtin_expect(cell == NULL, 0)) {
        HostCell_CountRefusal(NULL);
        return NULL;
    }
    HostBlock *block = HostCell_Block(cell);
    if (__builtin_expect(__atomic_load_n(&block->state, __ATOMIC_ACQUIRE) != HostBlock_Live, 0)) {
        HostCell_CountRefusal(block);
        return NULL;
    }
    return cell->owner;
}

static inline void HostCell_Leave(HostEntry *entry) {
    if (__builtin_expect(entry->borrowed != NULL, 0)) {
        __atomic_store_n(&entry->borrowed->caller, 0, __ATOMIC_RELEASE);
    }
}

/// An executor takes a block that nobody runs. Returns 0 if a borrowing thread is inside it just now.
static inline int HostBlock_Take(HostBlock *block) {
    uint32_t nobody = 0;
    return __atomic_compare_exchange_n(&block->caller, &nobody, HostThread_ID(), 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED);
}

/// The executor that runs a block lets go of it.
static inline void HostBlock_Yield(HostBlock *block) {
    __atomic_store_n(&block->caller, 0, __ATOMIC_RELEASE);
}

/// The thread that has taken or borrowed a block, 0 for none. Others may be trying to take it meanwhile.
static inline uint32_t HostBlock_Caller(const HostBlock *block) {
    return __atomic_load_n(&block->caller, __ATOMIC_RELAXED);
}

/// Calls refused since the last time this was asked. Others may be refused meanwhile.
static inline uint32_t HostBlock_TakeRefusals(HostBlock *block) {
    if (__builtin_expect(__atomic_load_n(&block->refusals, __ATOMIC_RELAXED) == 0, 1)) return 0;
    return __atomic_exchange_n(&block->refusals, 0, __ATOMIC_RELAXED);
}

static inline uint32_t HostBlock_State(const HostBlock *block) {
    return __atomic_load_n(&block->state, __ATOMIC_RELAXED);
}

static inline void HostBlock_SetState(HostBlock *block, uint32_t state) {
    __atomic_store_n(&block->state, state, __ATOMIC_RELEASE);
}

#ifdef __cplusplus
}
#endif

#endif
