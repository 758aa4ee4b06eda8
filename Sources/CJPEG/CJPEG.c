#include "CJPEG.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

_Static_assert(CJPEG_MESSAGE_SIZE >= JMSG_LENGTH_MAX, "room for libjpeg's longest message");

// Rows handed to libjpeg at once: the most that it makes or takes in one call.
#define ROWS 16

// A progressive file may hold any number of scans, each of which costs a pass over the whole picture. Encoders write
// about ten.
#define MOST_SCANS 200

struct failure {
    struct jpeg_error_mgr base;  // first, so that libjpeg's pointer is ours
    jmp_buf escape;
    char *message;
};

static void on_error(j_common_ptr codec)
{
    struct failure *failure = (struct failure *)codec->err;
    failure->base.format_message(codec, failure->message);
    longjmp(failure->escape, 1);
}

// libjpeg calls lost data a warning and paints grey. Only what leaves the pixels whole passes here.
static void on_message(j_common_ptr codec, int level)
{
    if (level >= 0) return;
    switch (codec->err->msg_code) {
        case JWRN_EXTRANEOUS_DATA:
        case JWRN_NOT_SEQUENTIAL:
        case JWRN_JFIF_MAJOR:
        case JWRN_ADOBE_XFORM:
        case JWRN_BOGUS_ICC:
            return;
        default:
            on_error(codec);
    }
}

static void on_output(j_common_ptr codec)
{
    (void)codec;
}

static struct jpeg_error_mgr *prepare(struct failure *failure, char *message)
{
    message[0] = 0;
    failure->message = message;
    jpeg_std_error(&failure->base);
    failure->base.error_exit = on_error;
    failure->base.emit_message = on_message;
    failure->base.output_message = on_output;
    return &failure->base;
}

// MARK: - Decoding

static void on_progress(j_common_ptr codec)
{
    if (codec->is_decompressor && ((j_decompress_ptr)codec)->input_scan_number > MOST_SCANS) {
        struct failure *failure = (struct failure *)codec->err;
        snprintf(failure->message, CJPEG_MESSAGE_SIZE, "more than %d scans", MOST_SCANS);
        longjmp(failure->escape, 1);
    }
}

bool cjpeg_decode(const uint8_t *data, size_t size, enum cjpeg_layout layout, int shrink, uint32_t width,
                  uint32_t height, uint8_t *pixels, size_t capacity, char message[CJPEG_MESSAGE_SIZE])
{
    struct jpeg_decompress_struct codec;
    struct jpeg_progress_mgr progress;
    struct failure failure;

    memset(&codec, 0, sizeof codec);
    memset(&progress, 0, sizeof progress);
    codec.err = prepare(&failure, message);
    // Nothing below that changes after this line is read after the jump, but for `codec`, whose address libjpeg has.
    if (setjmp(failure.escape)) {
        jpeg_destroy_decompress(&codec);
        return false;
    }
    jpeg_create_decompress(&codec);
    progress.progress_monitor = on_progress;
    codec.progress = &progress;
    jpeg_mem_src(&codec, data, size);
    jpeg_read_header(&codec, TRUE);
    if (codec.image_width != width || codec.image_height != height) {
        snprintf(message, CJPEG_MESSAGE_SIZE, "two headers that disagree on the size");
        jpeg_destroy_decompress(&codec);
        return false;
    }
    codec.out_color_space = layout == CJPEG_RGBA ? JCS_EXT_RGBA : layout == CJPEG_RGB ? JCS_RGB : JCS_CMYK;
    codec.scale_num = 1;
    codec.scale_denom = (unsigned)shrink;
    jpeg_start_decompress(&codec);

    size_t stride = (size_t)codec.output_width * (size_t)codec.output_components;
    if (stride == 0 || capacity / stride < codec.output_height) {
        snprintf(message, CJPEG_MESSAGE_SIZE, "more pixels than the header said");
        jpeg_destroy_decompress(&codec);
        return false;
    }
    while (codec.output_scanline < codec.output_height) {
        JSAMPROW rows[ROWS];
        JDIMENSION left = codec.output_height - codec.output_scanline;
        JDIMENSION count = left < ROWS ? left : ROWS;
        for (JDIMENSION row = 0; row < count; row++)
            rows[row] = pixels + (codec.output_scanline + row) * stride;
        jpeg_read_scanlines(&codec, rows, count);
    }
    // Adobe's files hold CMYK inverted: 255 is no ink.
    if (layout == CJPEG_CMYK && codec.saw_Adobe_marker)
        for (size_t i = 0; i < stride * codec.output_height; i++) pixels[i] = 255 - pixels[i];
    // Reads on to the end marker: a file without one was cut off.
    jpeg_finish_decompress(&codec);
    jpeg_destroy_decompress(&codec);
    return true;
}

// MARK: - Encoding

// A destination that grows by doubling. libjpeg's own starts at 4 KB and copies its way up.
struct sink {
    struct jpeg_destination_mgr base;
    uint8_t *bytes;
    size_t capacity;
};

static void sink_init(j_compress_ptr codec)
{
    struct sink *sink = (struct sink *)codec->dest;
    sink->base.next_output_byte = sink->bytes;
    sink->base.free_in_buffer = sink->capacity;
}

// Called with the buffer full; libjpeg's own counters are stale then, so the whole capacity is in use.
static boolean sink_grow(j_compress_ptr codec)
{
    struct sink *sink = (struct sink *)codec->dest;
    size_t used = sink->capacity;
    uint8_t *bytes = used > SIZE_MAX / 2 ? NULL : realloc(sink->bytes, used * 2);
    if (!bytes) ERREXIT1(codec, JERR_OUT_OF_MEMORY, 0);
    sink->bytes = bytes;
    sink->capacity = used * 2;
    sink->base.next_output_byte = bytes + used;
    sink->base.free_in_buffer = used;
    return TRUE;
}

static void sink_finish(j_compress_ptr codec)
{
    (void)codec;
}

bool cjpeg_encode(const uint8_t *pixels, uint32_t width, uint32_t height, int quality, const uint16_t *tables,
                  int horizontal, int vertical, bool optimize, struct cjpeg_bytes *out, char message[CJPEG_MESSAGE_SIZE])
{
    struct jpeg_compress_struct codec;
    struct failure failure;
    struct sink sink;

    out->bytes = NULL;
    out->count = 0;
    memset(&codec, 0, sizeof codec);
    memset(&sink, 0, sizeof sink);
    codec.err = prepare(&failure, message);
    sink.base.init_destination = sink_init;
    sink.base.empty_output_buffer = sink_grow;
    sink.base.term_destination = sink_finish;
    // About what quality 90 takes; untouched pages cost nothing.
    sink.capacity = (size_t)width * height / 3 + 4096;
    sink.bytes = malloc(sink.capacity);
    if (!sink.bytes) {
        snprintf(message, CJPEG_MESSAGE_SIZE, "out of memory");
        return false;
    }
    // `sink` and `codec` change after this line, and both have had their addresses taken by then.
    if (setjmp(failure.escape)) {
        jpeg_destroy_compress(&codec);
        free(*(uint8_t *volatile *)&sink.bytes);
        return false;
    }
    jpeg_create_compress(&codec);
    codec.dest = &sink.base;
    codec.image_width = width;
    codec.image_height = height;
    codec.input_components = 4;
    codec.in_color_space = JCS_EXT_RGBX;
    jpeg_set_defaults(&codec);
    if (tables) {
        for (int component = 0; component < 3; component++) {
            unsigned int table[DCTSIZE2];
            for (int i = 0; i < DCTSIZE2; i++) table[i] = tables[component * DCTSIZE2 + i];
            jpeg_add_quant_table(&codec, component, table, 100, TRUE);
            codec.comp_info[component].quant_tbl_no = component;
        }
    } else {
        jpeg_set_quality(&codec, quality, TRUE);
    }
    codec.optimize_coding = optimize;
    codec.comp_info[0].h_samp_factor = horizontal;
    codec.comp_info[0].v_samp_factor = vertical;
    jpeg_start_compress(&codec, TRUE);

    size_t stride = (size_t)width * 4;
    while (codec.next_scanline < height) {
        JSAMPROW rows[ROWS];
        JDIMENSION left = height - codec.next_scanline;
        JDIMENSION count = left < ROWS ? left : ROWS;
        for (JDIMENSION row = 0; row < count; row++)
            rows[row] = (JSAMPROW)(pixels + (codec.next_scanline + row) * stride);
        jpeg_write_scanlines(&codec, rows, count);
    }
    jpeg_finish_compress(&codec);
    out->bytes = sink.bytes;
    out->count = sink.capacity - sink.base.free_in_buffer;
    jpeg_destroy_compress(&codec);
    return true;
}

void cjpeg_free(struct cjpeg_bytes *out)
{
    free(out->bytes);
    out->bytes = NULL;
    out->count = 0;
}
