/*
 * This header is about the name under which an opened image knows itself.
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

#ifdef __cplusplus
}
#endif

#endif
