// libjpeg-turbo as two functions: one JPEG to pixels, one raster to JPEG.
//
// A shim, because libjpeg reports errors by longjmp, which must never cross Swift frames, and because its structs
// hold unions and callbacks that Swift cannot fill in. No pointer is kept after a function returns.

#ifndef CJPEG_H
#define CJPEG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Room for a message with its terminating zero (libjpeg's JMSG_LENGTH_MAX).
#define CJPEG_MESSAGE_SIZE 200

/// What a decoded pixel is made of.
enum cjpeg_layout {
    CJPEG_RGBA = 0,  ///< four bytes, the fourth 255
    CJPEG_RGB = 1,   ///< three bytes
    CJPEG_CMYK = 2,  ///< four bytes of ink, 0 none and 255 full
};

/// Decodes the JPEG in `data` into rows without padding.
///
/// `width` and `height` are what the caller read in the header; a file that says otherwise here is refused, so that
/// the caller's limit on pixels holds. `shrink` is 1, 2, 4 or 8, and the picture becomes ceil(width / shrink) by
/// ceil(height / shrink). `pixels` has `capacity` bytes, and fewer than the picture needs is an error.
/// Returns false, with words in `message`, for what is truncated, corrupt or not a JPEG; `pixels` is then unspecified.
bool cjpeg_decode(const uint8_t *data, size_t size, enum cjpeg_layout layout, int shrink, uint32_t width,
                  uint32_t height, uint8_t *pixels, size_t capacity, char message[CJPEG_MESSAGE_SIZE]);

/// An encoded file in memory from malloc. Free `bytes` with `cjpeg_free`.
struct cjpeg_bytes {
    uint8_t *bytes;
    size_t count;
};

/// Encodes `width` by `height` pixels of four bytes (the fourth is ignored), rows without padding.
///
/// `quality` is 1 to 100; where `tables` is not NULL, the three components are quantised by its 192 numbers instead, each
/// 1 to 255, by rows of the block; `horizontal` and `vertical` (1 or 2) say how many luma samples share a chroma sample;
/// `optimize` makes Huffman tables for this picture instead of the standard ones.
/// Returns false, with words in `message` and nothing to free, on failure.
bool cjpeg_encode(const uint8_t *pixels, uint32_t width, uint32_t height, int quality, const uint16_t *tables,
                  int horizontal, int vertical, bool optimize, struct cjpeg_bytes *out, char message[CJPEG_MESSAGE_SIZE]);

void cjpeg_free(struct cjpeg_bytes *out);

#endif
