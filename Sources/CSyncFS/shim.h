// What Swift's module of the C library leaves out: which kind of file system a file lies in, and a way to put all of it
// on the disk.
#include <sys/vfs.h>

// <unistd.h> declares it for _GNU_SOURCE alone.
int syncfs(int descriptor);
