// libpng's writer as one function.
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

enum cpng_kind {
    CPNG_RGB = 0,      ///< from four bytes a pixel, the fourth dropped
    CPNG_RGBA = 1,     ///< from four bytes a pixel
    CPNG_PALETTE = 2,  ///< 8-bit indices from 16-bit ones, each less than `colours`
    CPNG_GREY16 = 3,   ///< from 16-bit values
};

/// A picture to write: rows without padding, 16-bit values in the machine's byte order.
struct cpng_image {
    const void *pixels;
    uint32_t width;
    uint32_t height;
    enum cpng_kind kind;
    const uint8_t *palette;  ///< three bytes a colour, for `CPNG_PALETTE`
    int colours;             ///< 1 to 256
    int level;               ///< zlib's, 0 to 9
    bool flat;               ///< areas of one value: no filter and run-length matching; else what suits photos
};

/// An encoded file in memory from malloc. Free `bytes` with `cpng_free`.
struct cpng_bytes {
    uint8_t *bytes;
    size_t count;
};

/// Returns false, with words in `message` and nothing to free, on failure. Writes no time stamp.
bool cpng_encode(const struct cpng_image *image, struct cpng_bytes *out, char message[CPNG_MESSAGE_SIZE]);

void cpng_free(struct cpng_bytes *out);

#endif
