#include "CPNG.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <png.h>
#include <zlib.h>

struct sink {
    uint8_t *bytes;
    size_t count;
    size_t capacity;
    char *message;
};

static void on_error(png_structp codec, png_const_charp words)
{
    struct sink *sink = png_get_error_ptr(codec);
    snprintf(sink->message, CPNG_MESSAGE_SIZE, "%s", words);
    png_longjmp(codec, 1);
}

static void on_warning(png_structp codec, png_const_charp words)
{
    (void)codec;
    (void)words;
}

static void on_write(png_structp codec, png_bytep data, size_t count)
{
    struct sink *sink = png_get_io_ptr(codec);
    if (count > sink->capacity - sink->count) {
        size_t capacity = sink->capacity;
        while (count > capacity - sink->count) {
            if (capacity > SIZE_MAX / 2) png_error(codec, "out of memory");
            capacity *= 2;
        }
        uint8_t *bytes = realloc(sink->bytes, capacity);
        if (!bytes) png_error(codec, "out of memory");
        sink->bytes = bytes;
        sink->capacity = capacity;
    }
    memcpy(sink->bytes + sink->count, data, count);
    sink->count += count;
}

static void on_flush(png_structp codec)
{
    (void)codec;
}

static void write_rows(png_structp codec, const struct cpng_image *image, uint8_t *row)
{
    for (uint32_t y = 0; y < image->height; y++) {
        if (image->kind == CPNG_PALETTE) {
            const uint16_t *indices = (const uint16_t *)image->pixels + (size_t)y * image->width;
            for (uint32_t x = 0; x < image->width; x++) row[x] = (uint8_t)indices[x];
            png_write_row(codec, row);
        } else {
            size_t stride = (size_t)image->width * (image->kind == CPNG_GREY16 ? 2 : 4);
            png_write_row(codec, (png_const_bytep)image->pixels + y * stride);
        }
    }
}

bool cpng_encode(const struct cpng_image *image, struct cpng_bytes *out, char message[CPNG_MESSAGE_SIZE])
{
    static const int types[] = {PNG_COLOR_TYPE_RGB, PNG_COLOR_TYPE_RGB_ALPHA, PNG_COLOR_TYPE_PALETTE,
                                PNG_COLOR_TYPE_GRAY};
    struct sink sink = {NULL, 0, (size_t)image->width * image->height / 8 + 4096, message};
    png_color palette[PNG_MAX_PALETTE_LENGTH];

    out->bytes = NULL;
    out->count = 0;
    snprintf(message, CPNG_MESSAGE_SIZE, "out of memory");
    // One row of bytes for the palette kind, made before the jump point so that it is freed on every way out.
    uint8_t *row = malloc(image->width + 1);
    sink.bytes = malloc(sink.capacity);
    png_structp codec = png_create_write_struct(PNG_LIBPNG_VER_STRING, &sink, on_error, on_warning);
    png_infop info = codec ? png_create_info_struct(codec) : NULL;
    if (!row || !sink.bytes || !info) {
        png_destroy_write_struct(&codec, &info);
        free(row);
        free(sink.bytes);
        return false;
    }
    if (setjmp(png_jmpbuf(codec))) {
        png_destroy_write_struct(&codec, &info);
        free(row);
        free(*(uint8_t *volatile *)&sink.bytes);
        return false;
    }
    png_set_write_fn(codec, &sink, on_write, on_flush);
    png_set_user_limits(codec, 0x7fffffff, 0x7fffffff);
    png_set_IHDR(codec, info, image->width, image->height, image->kind == CPNG_GREY16 ? 16 : 8, types[image->kind],
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    if (image->kind == CPNG_PALETTE) {
        for (int i = 0; i < image->colours; i++) {
            palette[i].red = image->palette[3 * i];
            palette[i].green = image->palette[3 * i + 1];
            palette[i].blue = image->palette[3 * i + 2];
        }
        png_set_PLTE(codec, info, palette, image->colours);
    }
    png_set_compression_level(codec, image->level);
    png_set_compression_strategy(codec, image->flat ? Z_RLE : Z_DEFAULT_STRATEGY);
    png_set_filter(codec, PNG_FILTER_TYPE_BASE, image->flat ? PNG_FILTER_NONE : PNG_FILTER_SUB);
    png_write_info(codec, info);
    if (image->kind == CPNG_RGB) png_set_filler(codec, 0, PNG_FILLER_AFTER);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    if (image->kind == CPNG_GREY16) png_set_swap(codec);
#endif
    write_rows(codec, image, row);
    png_write_end(codec, info);
    png_destroy_write_struct(&codec, &info);
    free(row);
    out->bytes = sink.bytes;
    out->count = sink.count;
    return true;
}

void cpng_free(struct cpng_bytes *out)
{
    free(out->bytes);
    out->bytes = NULL;
    out->count = 0;
}
