#include "allocation_count.h"
#include <malloc.h>
#include <stddef.h>

// The executable's own malloc goes before glibc's, in every library of the process.
extern void *__libc_malloc(size_t);

static unsigned long long count;

void *malloc(size_t size) {
    __atomic_fetch_add(&count, 1, __ATOMIC_RELAXED);
    return __libc_malloc(size);
}

unsigned long long allocation_count(void) { return __atomic_load_n(&count, __ATOMIC_RELAXED); }

unsigned long long allocated_bytes(void) {
    struct mallinfo2 info = mallinfo2();
    return info.uordblks + info.hblkhd;
}
