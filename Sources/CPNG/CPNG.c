#include "CPNG.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <png.h>

struct source {
    const uint8_t *bytes;
    size_t rest;
    char *message;
};

static void on_warning(png_structp codec, png_const_charp words)
{
    (void)codec;
    (void)words;
}

static void on_error(png_structp codec, png_const_charp words)
{
    struct source *source = png_get_error_ptr(codec);
    snprintf(source->message, CPNG_MESSAGE_SIZE, "%s", words);
    png_longjmp(codec, 1);
}

static void on_read(png_structp codec, png_bytep data, size_t count)
{
    struct source *source = png_get_io_ptr(codec);
    if (count > source->rest) png_error(codec, "the file is cut off");
    memcpy(data, source->bytes, count);
    source->bytes += count;
    source->rest -= count;
}

// What of a decoding must be freed on every way out. It lives in a frame above the one that setjmp returns to twice.
struct decoding {
    uint8_t *pixels;
    png_bytep *rows;
    uint16_t *ids;
};

static void read_ids(png_structp codec, png_infop info, uint64_t most_pixels, struct decoding *work,
                     struct cpng_ids *out)
{
    png_read_info(codec, info);
    uint32_t width = png_get_image_width(codec, info);
    uint32_t height = png_get_image_height(codec, info);
    int depth = png_get_bit_depth(codec, info);
    int type = png_get_color_type(codec, info);
    if (type != PNG_COLOR_TYPE_PALETTE && type != PNG_COLOR_TYPE_GRAY) {
        png_error(codec, "it has colours, where a mask has numbers: grey values or a palette");
    }
    if ((uint64_t)width * height > most_pixels) png_error(codec, "it has more pixels than the limit");
    if (depth < 8) png_set_packing(codec);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    if (depth == 16) png_set_swap(codec);
#endif
    png_set_interlace_handling(codec);
    png_read_update_info(codec, info);
    size_t stride = png_get_rowbytes(codec, info);
    size_t count = (size_t)width * height;
    work->pixels = malloc(stride * height);
    work->rows = malloc(sizeof(png_bytep) * height);
    work->ids = malloc(sizeof(uint16_t) * count);
    if (!work->pixels || !work->rows || !work->ids) png_error(codec, "out of memory");
    for (uint32_t y = 0; y < height; y++) work->rows[y] = work->pixels + y * stride;
    png_read_image(codec, work->rows);
    png_read_end(codec, NULL);
    if (depth == 16) {
        memcpy(work->ids, work->pixels, sizeof(uint16_t) * count);
    } else {
        for (size_t i = 0; i < count; i++) work->ids[i] = work->pixels[i];
    }
    out->width = width;
    out->height = height;
}

static bool try_read_ids(png_structp codec, png_infop info, uint64_t most_pixels, struct decoding *work,
                         struct cpng_ids *out)
{
    if (setjmp(png_jmpbuf(codec))) return false;
    read_ids(codec, info, most_pixels, work, out);
    return true;
}

bool cpng_decode_ids(const uint8_t *bytes, size_t count, uint64_t most_pixels, struct cpng_ids *out,
                     char message[CPNG_MESSAGE_SIZE])
{
    struct source source = {bytes, count, message};
    struct decoding work = {NULL, NULL, NULL};

    snprintf(message, CPNG_MESSAGE_SIZE, "out of memory");
    png_structp codec = png_create_read_struct(PNG_LIBPNG_VER_STRING, &source, on_error, on_warning);
    png_infop info = codec ? png_create_info_struct(codec) : NULL;
    bool done = false;
    if (info) {
        png_set_read_fn(codec, &source, on_read);
        done = try_read_ids(codec, info, most_pixels, &work, out);
    }
    png_destroy_read_struct(&codec, &info, NULL);
    free(work.pixels);
    free(work.rows);
    if (!done) {
        free(work.ids);
        work.ids = NULL;
    }
    out->ids = work.ids;
    return done;
}

void cpng_free_ids(struct cpng_ids *out)
{
    free(out->ids);
    out->ids = NULL;
}
