// libpng as one function, which reads maps of ids.
//
// A shim, because libpng reports errors by longjmp, which must never cross Swift frames. No pointer is kept after a
// function returns.

#ifndef CPNG_H
#define CPNG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Room for a message with its terminating zero.
#define CPNG_MESSAGE_SIZE 200

/// Ids as they were decoded: rows without padding.
struct cpng_ids {
    uint16_t *ids;
    uint32_t width;
    uint32_t height;
};

/// Reads a PNG with a palette (its indices, not its colours) or grey, of 1 to 16 bits. On failure `message` says why and
/// nothing need be freed.
bool cpng_decode_ids(const uint8_t *bytes, size_t count, uint64_t most_pixels, struct cpng_ids *out,
                     char message[CPNG_MESSAGE_SIZE]);

void cpng_free_ids(struct cpng_ids *out);

#endif
