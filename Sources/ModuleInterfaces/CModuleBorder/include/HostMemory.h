// The region of memory in which all host objects live. It is reserved once and never unmapped, and a block keeps its size and
// its cells for ever, so that a stale pointer in a module always meets a cell of the kind it was made for.

#ifndef CMODULEBORDER_HOSTMEMORY_H
#define CMODULEBORDER_HOSTMEMORY_H

#include "HostCell.h"

#ifdef __cplusplus
extern "C" {
#endif

/// Makes a block with room for `cells` cells, live or resting as `state` says. Thread-safe.
/// Returns NULL when the region is full or could not be reserved.
HostBlock *HostMemory_MakeBlock(uint32_t cells, uint32_t state, uint32_t confined);

/// The cell number `index` of a block made by HostMemory_MakeBlock.
static inline HostCell *HostBlock_Cell(HostBlock *block, uint32_t index) {
    return (HostCell *)(block + 1) + index;
}

/// Fills a cell. The table must live for ever, the owner as long as the block may be live.
static inline void HostBlock_SetCell(HostBlock *block, uint32_t index, uint32_t kind, const void *table, void *owner) {
    HostCell *cell = HostBlock_Cell(block, index);
    cell->lpVtbl = table;
    cell->owner = owner;
    cell->offset = (uint32_t)((uintptr_t)cell - (uintptr_t)block);
    __atomic_store_n(&cell->kind, kind, __ATOMIC_RELEASE);
}

/// Bytes of the region that are in use.
uint64_t HostMemory_Used(void);

#ifdef __cplusplus
}
#endif

#endif
