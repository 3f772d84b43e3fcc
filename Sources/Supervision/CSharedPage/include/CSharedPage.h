/*
 * This header is about the memory that a worker shares with its supervisor: who is inside which module, on which
 * thread, for which request, and, once the worker has crashed, where.
 *
 * One memfd per worker. The supervisor makes it (SharedPage_CreateFile, SharedPage_Map with create), the worker
 * inherits the descriptor and maps the same file. Each thread of the worker that calls modules claims one slot and
 * writes there, before each call, which module it enters. Only that thread writes to the slot; the watchdog in the
 * same process and the supervisor in another one read. A reader of another process must treat everything in here as
 * hostile: modules can write to it. Breadcrumb_Read and SharedPage_ReadCrash clamp all counts.
 */
#ifndef CSHAREDPAGE_H
#define CSHAREDPAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../Generated/BreadcrumbCalls.h"
#include "ForkedChild.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Values ------------------------------------------------------------------------------------------------- */

/** Calls into modules that one slot can record at a time, one inside the other. */
#define BREADCRUMB_FRAME_LIMIT 8

/** Bytes of the request line that a slot keeps. */
#define BREADCRUMB_REQUEST_LINE_LIMIT 256

/** Program counters that a crash record can hold. */
#define CRASH_RECORD_PC_LIMIT 64

/** Loaded files that a page can note, and bytes of the name of each, with the zero at its end. */
#define SHARED_PAGE_IMAGE_LIMIT 192
#define SHARED_PAGE_IMAGE_NAME_LIMIT 104

/** What the thread of a slot is for. */
static const uint32_t BreadcrumbKindOther = 0;
static const uint32_t BreadcrumbKindLoop = 1;
static const uint32_t BreadcrumbKindPool = 2;

/** The argument `flags` of Breadcrumb_Enter: an OnPost method, or a global (GL_) instead of a request (RQ_) bit. */
static const uint32_t BreadcrumbIsPost = 1;
static const uint32_t BreadcrumbIsGlobal = 2;

/** How far a worker is, as it says itself (SharedPage_SetState). */
static const uint32_t SharedPageStateStarting = 0;
static const uint32_t SharedPageStateServing = 1;
static const uint32_t SharedPageStateDraining = 2;
static const uint32_t SharedPageStateStopped = 3;

/** The `slotIndex` of a crash record whose thread had no slot. */
static const uint32_t SharedPageNoSlot = 0xFFFFFFFF;

/* ---- Breadcrumbs -------------------------------------------------------------------------------------------- */

/** One call into a module. Module 0 means none; `flags` holds BreadcrumbIsPost and BreadcrumbIsGlobal. */
typedef struct BreadcrumbFrame {
    uint32_t module;
    uint32_t notification;
    uint32_t flags;
    uint32_t reserved;
    uint64_t exchange;
} BreadcrumbFrame;

/**
 * What one thread leaves behind. Written by its thread only; `sequence` is odd while it is being written.
 *
 * Slots lie on cache lines of their own: by their size and place, not by an attribute, with which Swift would not
 * see the type.
 */
typedef struct BreadcrumbSlot {
    /* These two are one word, see Breadcrumb_Counts. */
    uint32_t depth; /* calls that are open; may be greater than the number of frames */
    uint32_t sequence;
    uint32_t threadID;
    uint32_t kind;
    uint32_t inUse;
    uint32_t requestLineLength;
    uint64_t requestExchange;
    BreadcrumbFrame frames[BREADCRUMB_FRAME_LIMIT];
    char requestLine[BREADCRUMB_REQUEST_LINE_LIMIT];
    uint32_t clientWaits; /* begins and ends of waits for the client: odd while the thread waits */
    uint32_t reserved32;
    uint64_t reserved[3];
} BreadcrumbSlot;

/** A consistent copy of a slot: `depth` as it was, `frameCount` frames valid, `requestLineLength` bytes valid. */
typedef struct BreadcrumbSnapshot {
    uint32_t sequence;
    uint32_t depth;
    uint32_t frameCount;
    uint32_t threadID;
    uint32_t kind;
    uint32_t inUse;
    uint32_t requestLineLength;
    uint64_t requestExchange;
    BreadcrumbFrame frames[BREADCRUMB_FRAME_LIMIT];
    char requestLine[BREADCRUMB_REQUEST_LINE_LIMIT];
} BreadcrumbSnapshot;

/* Words of the request line are stored whole, so that a reader in another thread is no data race. */
typedef uint64_t __attribute__((may_alias)) BreadcrumbWord;

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "Breadcrumb_Counts has the depth in its lower half");

/*
 * Depth and sequence as one word: the depth below, so that the sequence may run over. One store changes both, which is
 * all that a reader needs: it looks at no frame beyond the depth, and a frame is written only while the depth is below
 * it, after a store that has changed the sequence.
 */
static inline uint64_t Breadcrumb_Counts(const BreadcrumbSlot *slot) {
    return __atomic_load_n((const BreadcrumbWord *)(const void *)&slot->depth, __ATOMIC_RELAXED);
}

static inline void Breadcrumb_SetCounts(BreadcrumbSlot *slot, uint64_t counts) {
    __atomic_store_n((BreadcrumbWord *)(void *)&slot->depth, counts, __ATOMIC_RELEASE);
}

static inline uint32_t Breadcrumb_BeginWrite(BreadcrumbSlot *slot) {
    uint32_t sequence = __atomic_load_n(&slot->sequence, __ATOMIC_RELAXED);
    __atomic_store_n(&slot->sequence, sequence + 1, __ATOMIC_RELAXED);
    __atomic_thread_fence(__ATOMIC_RELEASE);
    return sequence + 2;
}

/**
 * Notes that the calling thread enters a module.
 *
 * Called before each call into a module, by the thread that owns `slot`. A null slot is ignored. Deeper than
 * BREADCRUMB_FRAME_LIMIT only the depth is counted.
 */
static inline void Breadcrumb_Enter(
    BreadcrumbSlot *slot, uint32_t module, uint32_t notification, uint32_t flags, uint64_t exchange) {
    if (slot == NULL) return;
    uint64_t counts = Breadcrumb_Counts(slot);
    uint32_t depth = (uint32_t)counts;
    if (depth < BREADCRUMB_FRAME_LIMIT) {
        /* A reader that sees a word of the new frame sees that the sequence has changed since the old one. */
        __atomic_thread_fence(__ATOMIC_RELEASE);
        BreadcrumbFrame *frame = &slot->frames[depth];
        __atomic_store_n(&frame->module, module, __ATOMIC_RELAXED);
        __atomic_store_n(&frame->notification, notification, __ATOMIC_RELAXED);
        __atomic_store_n(&frame->flags, flags, __ATOMIC_RELAXED);
        __atomic_store_n(&frame->exchange, exchange, __ATOMIC_RELAXED);
    }
    Breadcrumb_SetCounts(slot, counts + ((uint64_t)2 << 32) + 1);
}

/** Notes that the calling thread is back from the module entered last. A null slot, or none entered, is ignored. */
static inline void Breadcrumb_Leave(BreadcrumbSlot *slot) {
    if (slot == NULL) return;
    uint64_t counts = Breadcrumb_Counts(slot);
    if ((uint32_t)counts == 0) return;
    Breadcrumb_SetCounts(slot, counts + ((uint64_t)2 << 32) - 1);
}

/**
 * Notes the request line that the thread works on: the first BREADCRUMB_REQUEST_LINE_LIMIT bytes.
 *
 * Called once per walk and thread, before its first Breadcrumb_Enter. `exchange` ties the line to the frames, so
 * that the line of another request is never shown for a frame.
 */
static inline void Breadcrumb_Request(BreadcrumbSlot *slot, uint64_t exchange, const void *line, size_t length) {
    if (slot == NULL) return;
    if (line == NULL) length = 0;
    if (length > BREADCRUMB_REQUEST_LINE_LIMIT) length = BREADCRUMB_REQUEST_LINE_LIMIT;
    uint32_t next = Breadcrumb_BeginWrite(slot);
    BreadcrumbWord *words = (BreadcrumbWord *)(void *)slot->requestLine;
    const unsigned char *bytes = (const unsigned char *)line;
    for (size_t at = 0; at < length; at += 8) {
        uint64_t word = 0;
        __builtin_memcpy(&word, bytes + at, length - at < 8 ? length - at : 8);
        __atomic_store_n(&words[at / 8], word, __ATOMIC_RELAXED);
    }
    __atomic_store_n(&slot->requestExchange, exchange, __ATOMIC_RELAXED);
    __atomic_store_n(&slot->requestLineLength, (uint32_t)length, __ATOMIC_RELAXED);
    __atomic_store_n(&slot->sequence, next, __ATOMIC_RELEASE);
}

/**
 * Notes that the calling thread, inside a call, begins to wait for its client: the module is not to blame for the time.
 *
 * Called by the thread that owns `slot`, around a read or write that may wait. A null slot is ignored.
 */
static inline void Breadcrumb_BeginClientWait(BreadcrumbSlot *slot) {
    if (slot == NULL) return;
    uint32_t waits = __atomic_load_n(&slot->clientWaits, __ATOMIC_RELAXED);
    __atomic_store_n(&slot->clientWaits, waits | 1, __ATOMIC_RELAXED);
}

/** Notes that the wait is over. A null slot, or one that does not wait, is ignored. */
static inline void Breadcrumb_EndClientWait(BreadcrumbSlot *slot) {
    if (slot == NULL) return;
    uint32_t waits = __atomic_load_n(&slot->clientWaits, __ATOMIC_RELAXED);
    __atomic_store_n(&slot->clientWaits, waits + (waits & 1), __ATOMIC_RELAXED);
}

/** The begins and ends of waits for clients so far: odd while the thread waits. Cheap; for any thread or process. */
static inline uint32_t Breadcrumb_ClientWaits(const BreadcrumbSlot *slot) {
    return __atomic_load_n(&slot->clientWaits, __ATOMIC_RELAXED);
}

/**
 * Copies a slot, from any thread or process.
 *
 * Returns true for a consistent copy. False after a bounded number of tries: the slot changed all the time, or its
 * thread died while it wrote; the copy then holds what was seen last, with counts clamped, and proves nothing.
 */
bool Breadcrumb_Read(const BreadcrumbSlot *slot, BreadcrumbSnapshot *snapshot);

/** The number of changes of a slot so far, times two; odd while it changes. Cheap; for any thread or process. */
static inline uint32_t Breadcrumb_Sequence(const BreadcrumbSlot *slot) {
    return __atomic_load_n(&slot->sequence, __ATOMIC_ACQUIRE);
}

/** The number of calls that are open on a slot. Cheap; for any thread or process. */
static inline uint32_t Breadcrumb_Depth(const BreadcrumbSlot *slot) {
    return __atomic_load_n(&slot->depth, __ATOMIC_RELAXED);
}

/** Frame `index` of a snapshot, 0 the outermost; all zero beyond `frameCount`. (Swift sees arrays as tuples.) */
static inline BreadcrumbFrame BreadcrumbSnapshot_Frame(const BreadcrumbSnapshot *snapshot, uint32_t index) {
    BreadcrumbFrame none = {0, 0, 0, 0, 0};
    return index < snapshot->frameCount && index < BREADCRUMB_FRAME_LIMIT ? snapshot->frames[index] : none;
}

/**
 * The name of the method that a frame stands for: "OnBeginRequest", "OnPostBeginRequest", "OnGlobalPreBeginRequest",
 * "GetHttpModule"; NULL for an unknown number. `flags` is the frame's `flags`. Any thread; never freed.
 */
const char *Breadcrumb_MethodName(uint32_t notification, uint32_t flags);

/* Static thread-local storage: safe in a signal handler. */
extern __thread BreadcrumbSlot *Breadcrumb_currentSlot __attribute__((tls_model("initial-exec")));

/** The slot of the calling thread, null if it has none. */
static inline BreadcrumbSlot *Breadcrumb_Current(void) {
    return Breadcrumb_currentSlot;
}

/** Makes `slot` the slot of the calling thread. SharedPage_ClaimSlot and SharedPage_ReleaseSlot do this already. */
void Breadcrumb_SetCurrent(BreadcrumbSlot *slot);

/* ---- The page ----------------------------------------------------------------------------------------------- */

/** What the crash handler leaves behind. `state`: 0 nothing, 1 being written, 2 complete but for more pcs. */
typedef struct CrashRecord {
    uint32_t state;
    int32_t signal;
    int32_t code;      /* si_code */
    int32_t senderPID; /* for a signal that was sent, 0 otherwise */
    uint32_t threadID;
    uint32_t slotIndex;
    uint32_t pcCount;
    uint32_t reserved;
    uint64_t faultAddress;
    uint64_t pcs[CRASH_RECORD_PC_LIMIT];
} CrashRecord;

/** Where a file lies in the memory of the worker: `low` to `high`; an address less `bias` is one of the file. */
typedef struct LoadedImage {
    uint64_t bias;
    uint64_t low;
    uint64_t high;
    char name[SHARED_PAGE_IMAGE_NAME_LIMIT];
} LoadedImage;

/** The head of the shared memory; `slotCount` slots follow at SharedPage_Slot. */
typedef struct SharedPage {
    uint32_t magic;
    uint32_t version;
    uint32_t slotCount;
    int32_t workerPID;
    uint32_t state;
    uint32_t imageCount;
    CrashRecord crash;
    LoadedImage images[SHARED_PAGE_IMAGE_LIMIT];
} SharedPage;

/** Bytes of the whole shared memory. */
size_t SharedPage_Size(void);

/** Makes the memory: a sealed, close-on-exec memfd of SharedPage_Size bytes. Returns it, or -1 with errno. */
int SharedPage_CreateFile(void);

/**
 * Maps the memory behind `fd`.
 *
 * With `create` not 0 it is initialised first (supervisor); otherwise its size, magic and version are checked and
 * the calling process is noted as the worker. Returns null with errno; EPROTO when it is no page of this version.
 */
SharedPage *SharedPage_Map(int fd, int create);

/** Unmaps what SharedPage_Map returned. The calling thread loses its slot in it; no other thread may still have one. */
void SharedPage_Unmap(SharedPage *page);

/** Number of slots. */
uint32_t SharedPage_SlotCount(const SharedPage *page);

/** Slot `index`; null beyond the last. */
BreadcrumbSlot *SharedPage_Slot(SharedPage *page, uint32_t index);

/**
 * Claims a free slot for the calling thread and makes it its current one.
 *
 * Called by each thread that will call modules, once, at its start. Null if all slots are taken: the thread then
 * works without breadcrumbs (all functions above ignore a null slot).
 */
BreadcrumbSlot *SharedPage_ClaimSlot(SharedPage *page, uint32_t kind);

/** Gives the slot of the calling thread back. Called by that thread, at its end; null is ignored. */
void SharedPage_ReleaseSlot(BreadcrumbSlot *slot);

/** Says how far the worker is (SharedPageState...). Any thread of the worker. */
void SharedPage_SetState(SharedPage *page, uint32_t state);

/** How far the worker is. Any thread or process. */
uint32_t SharedPage_State(const SharedPage *page);

/**
 * Notes which files are loaded where, so that program counters can be told as places in files after the worker's death.
 *
 * Called by the worker once all modules are loaded, and again after each later load; one thread at a time. Takes the
 * lock of the dynamic loader.
 */
void SharedPage_NoteImages(SharedPage *page);

/** Copies the image that contains `address`, its name ended by zero. Returns false if none is noted. Any process. */
bool SharedPage_FindImage(const SharedPage *page, uint64_t address, LoadedImage *image);

/** Copies the crash record with counts clamped. Returns false if there is none. Any thread or process. */
bool SharedPage_ReadCrash(const SharedPage *page, CrashRecord *record);

/** Program counter `index` of a record, 0 beyond the last. (Swift sees arrays as tuples.) */
static inline uint64_t CrashRecord_PC(const CrashRecord *record, uint32_t index) {
    return index < record->pcCount && index < CRASH_RECORD_PC_LIMIT ? record->pcs[index] : 0;
}

/* ---- The crash handler -------------------------------------------------------------------------------------- */

/** Whether `signal` is one that a crash ends a process by: SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT or SIGTRAP. */
bool CrashHandler_Catches(int signal);

/**
 * Installs the handler for the signals of crashes in this process.
 *
 * Called once by a worker, before it loads modules. The handler records the crash in `page` and lets the signal have
 * its default action, so that the process ends by the same signal (and dumps core if that is enabled).
 * Returns 0 or an errno value.
 */
int CrashHandler_Install(SharedPage *page);

/** Whether `signal`, one of those above, still calls the handler: a module may have put its own there. Any thread. */
bool CrashHandler_IsInstalled(int signal);

/**
 * Gives the calling thread a stack of its own for the crash handler, and notes the bounds of its normal stack.
 *
 * Called by each thread of the worker at its start; a second call does nothing. Without it a stack overflow kills
 * the process with no crash record, and the record holds only one program counter. Returns 0 or an errno value.
 */
int CrashHandler_PrepareThread(void);

/** Frees what CrashHandler_PrepareThread made. Called by the same thread, at its end. */
void CrashHandler_ReleaseThread(void);

#ifdef __cplusplus
}
#endif

#endif
