#define _GNU_SOURCE
#include "CSharedPage.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define PAGE_MAGIC 0x4D484F53u /* "MHOS" */
#define PAGE_VERSION 3u
#define SLOT_COUNT 1024u
#define HEAD_SIZE 32768u

_Static_assert(sizeof(SharedPage) <= HEAD_SIZE, "the head fits before the slots");
_Static_assert(sizeof(BreadcrumbSlot) == 512 && HEAD_SIZE % 512 == 0, "a slot is eight cache lines of its own");
_Static_assert(offsetof(BreadcrumbSlot, requestLine) % 8 == 0, "the request line is written in words");
_Static_assert(sizeof(BreadcrumbFrame) == 24, "no padding in a frame");

__thread BreadcrumbSlot *Breadcrumb_currentSlot;

void Breadcrumb_SetCurrent(BreadcrumbSlot *slot) {
    Breadcrumb_currentSlot = slot;
}

size_t SharedPage_Size(void) {
    return HEAD_SIZE + (size_t)SLOT_COUNT * sizeof(BreadcrumbSlot);
}

int SharedPage_CreateFile(void) {
    int fd = memfd_create("modhost-shared-page", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd < 0) return -1;
    /* Sealed, because a worker that shrank the file would kill the supervisor by SIGBUS. */
    if (ftruncate(fd, (off_t)SharedPage_Size()) != 0
        || fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0) {
        int error = errno;
        close(fd);
        errno = error;
        return -1;
    }
    return fd;
}

SharedPage *SharedPage_Map(int fd, int create) {
    struct stat status;
    if (fstat(fd, &status) != 0) return NULL;
    if (status.st_size != (off_t)SharedPage_Size()) {
        errno = EPROTO;
        return NULL;
    }
    void *memory = mmap(NULL, SharedPage_Size(), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (memory == MAP_FAILED) return NULL;
    SharedPage *page = memory;
    if (create) {
        memset(page, 0, sizeof *page);
        page->version = PAGE_VERSION;
        page->slotCount = SLOT_COUNT;
        page->crash.slotIndex = SharedPageNoSlot;
        __atomic_store_n(&page->magic, PAGE_MAGIC, __ATOMIC_RELEASE);
        return page;
    }
    if (__atomic_load_n(&page->magic, __ATOMIC_ACQUIRE) != PAGE_MAGIC || page->version != PAGE_VERSION
        || page->slotCount != SLOT_COUNT) {
        munmap(memory, SharedPage_Size());
        errno = EPROTO;
        return NULL;
    }
    __atomic_store_n(&page->workerPID, (int32_t)getpid(), __ATOMIC_RELEASE);
    return page;
}

void SharedPage_Unmap(SharedPage *page) {
    if (page == NULL) return;
    /* A slot of the page, if this thread has one, goes with it. */
    uintptr_t offset = (uintptr_t)Breadcrumb_currentSlot - (uintptr_t)page;
    if (offset < SharedPage_Size()) Breadcrumb_currentSlot = NULL;
    munmap(page, SharedPage_Size());
}

/* Never the field of the page: a module may have written to it. */
uint32_t SharedPage_SlotCount(const SharedPage *page) {
    return page == NULL ? 0 : SLOT_COUNT;
}

static BreadcrumbSlot *firstSlot(SharedPage *page) {
    return (BreadcrumbSlot *)(void *)((char *)page + HEAD_SIZE);
}

BreadcrumbSlot *SharedPage_Slot(SharedPage *page, uint32_t index) {
    return page != NULL && index < SLOT_COUNT ? firstSlot(page) + index : NULL;
}

BreadcrumbSlot *SharedPage_ClaimSlot(SharedPage *page, uint32_t kind) {
    for (uint32_t index = 0; index < SharedPage_SlotCount(page); index++) {
        BreadcrumbSlot *slot = firstSlot(page) + index;
        uint32_t expected = 0;
        if (__atomic_load_n(&slot->inUse, __ATOMIC_RELAXED) != 0
            || !__atomic_compare_exchange_n(&slot->inUse, &expected, 1, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)) {
            continue;
        }
        uint32_t next = Breadcrumb_BeginWrite(slot);
        __atomic_store_n(&slot->depth, 0, __ATOMIC_RELAXED);
        __atomic_store_n(&slot->requestLineLength, 0, __ATOMIC_RELAXED);
        __atomic_store_n(&slot->requestExchange, 0, __ATOMIC_RELAXED);
        __atomic_store_n(&slot->clientWaits, 0, __ATOMIC_RELAXED);
        __atomic_store_n(&slot->threadID, (uint32_t)gettid(), __ATOMIC_RELAXED);
        __atomic_store_n(&slot->kind, kind, __ATOMIC_RELAXED);
        __atomic_store_n(&slot->sequence, next, __ATOMIC_RELEASE);
        Breadcrumb_currentSlot = slot;
        return slot;
    }
    return NULL;
}

void SharedPage_ReleaseSlot(BreadcrumbSlot *slot) {
    if (slot == NULL) return;
    uint32_t next = Breadcrumb_BeginWrite(slot);
    __atomic_store_n(&slot->depth, 0, __ATOMIC_RELAXED);
    __atomic_store_n(&slot->threadID, 0, __ATOMIC_RELAXED);
    __atomic_store_n(&slot->sequence, next, __ATOMIC_RELEASE);
    __atomic_store_n(&slot->inUse, 0, __ATOMIC_RELEASE);
    if (Breadcrumb_currentSlot == slot) Breadcrumb_currentSlot = NULL;
}

static void copySlot(const BreadcrumbSlot *slot, BreadcrumbSnapshot *snapshot) {
    snapshot->depth = __atomic_load_n(&slot->depth, __ATOMIC_RELAXED);
    snapshot->frameCount = snapshot->depth < BREADCRUMB_FRAME_LIMIT ? snapshot->depth : BREADCRUMB_FRAME_LIMIT;
    snapshot->threadID = __atomic_load_n(&slot->threadID, __ATOMIC_RELAXED);
    snapshot->kind = __atomic_load_n(&slot->kind, __ATOMIC_RELAXED);
    snapshot->inUse = __atomic_load_n(&slot->inUse, __ATOMIC_RELAXED);
    snapshot->requestExchange = __atomic_load_n(&slot->requestExchange, __ATOMIC_RELAXED);
    for (uint32_t index = 0; index < snapshot->frameCount; index++) {
        const BreadcrumbFrame *frame = &slot->frames[index];
        snapshot->frames[index].module = __atomic_load_n(&frame->module, __ATOMIC_RELAXED);
        snapshot->frames[index].notification = __atomic_load_n(&frame->notification, __ATOMIC_RELAXED);
        snapshot->frames[index].flags = __atomic_load_n(&frame->flags, __ATOMIC_RELAXED);
        snapshot->frames[index].exchange = __atomic_load_n(&frame->exchange, __ATOMIC_RELAXED);
    }
    uint32_t length = __atomic_load_n(&slot->requestLineLength, __ATOMIC_RELAXED);
    if (length > BREADCRUMB_REQUEST_LINE_LIMIT) length = BREADCRUMB_REQUEST_LINE_LIMIT;
    snapshot->requestLineLength = length;
    const BreadcrumbWord *words = (const BreadcrumbWord *)(const void *)slot->requestLine;
    for (uint32_t at = 0; at < length; at += 8) {
        uint64_t word = __atomic_load_n(&words[at / 8], __ATOMIC_RELAXED);
        memcpy(snapshot->requestLine + at, &word, 8);
    }
}

bool Breadcrumb_Read(const BreadcrumbSlot *slot, BreadcrumbSnapshot *snapshot) {
    memset(snapshot, 0, sizeof *snapshot);
    if (slot == NULL) return false;
    for (int attempt = 0; attempt < 64; attempt++) {
        uint32_t before = __atomic_load_n(&slot->sequence, __ATOMIC_ACQUIRE);
        copySlot(slot, snapshot);
        snapshot->sequence = before;
        __atomic_thread_fence(__ATOMIC_ACQUIRE);
        uint32_t after = __atomic_load_n(&slot->sequence, __ATOMIC_RELAXED);
        if (before == after && before % 2 == 0) return true;
    }
    return false;
}

void SharedPage_SetState(SharedPage *page, uint32_t state) {
    if (page != NULL) __atomic_store_n(&page->state, state, __ATOMIC_RELEASE);
}

uint32_t SharedPage_State(const SharedPage *page) {
    return page == NULL ? SharedPageStateStopped : __atomic_load_n(&page->state, __ATOMIC_ACQUIRE);
}

bool SharedPage_ReadCrash(const SharedPage *page, CrashRecord *record) {
    memset(record, 0, sizeof *record);
    record->slotIndex = SharedPageNoSlot;
    if (page == NULL || __atomic_load_n(&page->crash.state, __ATOMIC_ACQUIRE) != 2) return false;
    uint32_t count = __atomic_load_n(&page->crash.pcCount, __ATOMIC_ACQUIRE);
    *record = page->crash;
    record->pcCount = count < CRASH_RECORD_PC_LIMIT ? count : CRASH_RECORD_PC_LIMIT;
    if (record->slotIndex >= SLOT_COUNT) record->slotIndex = SharedPageNoSlot;
    return true;
}
