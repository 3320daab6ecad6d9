/* What anyone may see: the start page, what this is, privacy and accessibility, and how the process is. */
#ifndef SLICE_PUBLIC_PUBLIC_H
#define SLICE_PUBLIC_PUBLIC_H

extern const struct slice slice_public;

#endif
