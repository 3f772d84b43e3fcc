/*
 * This header is about the names under which the system's loader knows images.
 */
#ifndef IMAGENAME_H
#define IMAGENAME_H

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Has dladdr(3), dlinfo(3) and debuggers give `path` as the file of the image behind `handle`, instead of the file that
 * was opened. A module that looks for its folder, as IIS modules do by GetModuleFileName, so finds the one that its user
 * put it into, with what lies there.
 *
 * Called once per image, right after dlopen, for an image that is never closed; `path` is copied. The image's
 * constructors have run before and saw the file that was opened; $ORIGIN stays that file's folder.
 * Returns 0, or -1 if the system gives no access to the name.
 */
int ImageName_Set(void *handle, const char *path);

/**
 * Calls `receive` once with the name of each image of this process, in the order in which the loader looks at them. The
 * name is the loader's: empty for the program itself, "linux-vdso.so.1" for the kernel's part, a path else.
 *
 * Any thread; `name` lives as long as the call, and `receive` opens and closes no image. `context` is handed on.
 */
void ImageName_ForEach(void (*receive)(const char *name, void *context), void *context);

#ifdef __cplusplus
}
#endif

#endif
