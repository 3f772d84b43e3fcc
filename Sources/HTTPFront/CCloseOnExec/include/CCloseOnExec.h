/*
 * This target makes the descriptors of SwiftNIO close-on-exec, so that no program that a module starts inherits them.
 *
 * SwiftNIO accepts connections and makes its pollers without that flag, and setting it afterwards leaves a moment in which
 * another thread may start a program. So the two calls of the C library that it uses are defined here once more, with the
 * flag; the linker binds all static code of the program to them. They are hidden: modules get those of the C library.
 */
#ifndef CCLOSEONEXEC_H
#define CCLOSEONEXEC_H

/** The calls that are defined anew. A reference to it keeps them in the program; see CloseOnExec.c. */
extern const void *const CCloseOnExec_Calls[2];

#endif
