#define _GNU_SOURCE
#include "CSharedPage.h"

#include <errno.h>
#include <link.h>
#include <string.h>

_Static_assert(sizeof(LoadedImage) == 128, "an image is two cache lines");

static void noteName(LoadedImage *image, const char *path) {
    /* The main program has no name in the loader's list. */
    if (path == NULL || path[0] == 0) path = program_invocation_name;
    const char *slash = strrchr(path, '/');
    strncpy(image->name, slash != NULL ? slash + 1 : path, sizeof image->name - 1);
}

static int noteImage(struct dl_phdr_info *info, size_t size, void *context) {
    (void)size;
    SharedPage *page = context;
    uint32_t count = page->imageCount;
    if (count >= SHARED_PAGE_IMAGE_LIMIT) return 1;
    LoadedImage *image = &page->images[count];
    memset(image, 0, sizeof *image);
    image->bias = info->dlpi_addr;
    image->low = UINT64_MAX;
    for (int index = 0; index < info->dlpi_phnum; index++) {
        const ElfW(Phdr) *segment = &info->dlpi_phdr[index];
        if (segment->p_type != PT_LOAD) continue;
        uint64_t low = info->dlpi_addr + segment->p_vaddr;
        if (low < image->low) image->low = low;
        if (low + segment->p_memsz > image->high) image->high = low + segment->p_memsz;
    }
    noteName(image, info->dlpi_name);
    __atomic_store_n(&page->imageCount, count + 1, __ATOMIC_RELEASE);
    return 0;
}

void SharedPage_NoteImages(SharedPage *page) {
    if (page == NULL) return;
    __atomic_store_n(&page->imageCount, 0, __ATOMIC_RELEASE);
    dl_iterate_phdr(noteImage, page);
}

bool SharedPage_FindImage(const SharedPage *page, uint64_t address, LoadedImage *image) {
    memset(image, 0, sizeof *image);
    if (page == NULL) return false;
    uint32_t count = __atomic_load_n(&page->imageCount, __ATOMIC_ACQUIRE);
    for (uint32_t index = 0; index < count && index < SHARED_PAGE_IMAGE_LIMIT; index++) {
        const LoadedImage *candidate = &page->images[index];
        if (address < candidate->low || address >= candidate->high) continue;
        *image = *candidate;
        image->name[sizeof image->name - 1] = 0;
        return true;
    }
    return false;
}
