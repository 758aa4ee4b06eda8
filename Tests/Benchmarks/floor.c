// What decoding and encoding cost when nothing happens between: the floor that a compositor is measured against.
//
//     floor vips  OUT WORKERS PHOTO...   libvips, streaming from jpegload to jpegsave
//     floor turbo OUT WORKERS PHOTO...   libjpeg-turbo called directly, one whole frame in memory between
//
// Each photo is written to the folder OUT under its own name, as JPEG quality 90 with 4:2:0 chroma. WORKERS threads
// take one photo after another; nothing else runs in parallel on purpose. Exits with 1 at the first failure.

#include <pthread.h>
#include <setjmp.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <vips/vips.h>

enum { quality = 90 };

/// Streams a photo through libvips: a few rows at a time, without a copy of the whole frame.
static bool recode_with_vips(const char *in, const char *out) {
    VipsImage *image = NULL;
    bool done = vips_jpegload(in, &image, "access", VIPS_ACCESS_SEQUENTIAL, NULL) == 0 &&
                vips_jpegsave(image, out, "Q", quality, "subsample_mode", VIPS_FOREIGN_SUBSAMPLE_ON, NULL) == 0;
    if (!done) fprintf(stderr, "%s: %s\n", in, vips_error_buffer());
    if (image) g_object_unref(image);
    return done;
}

/// libjpeg's error handling: where to go on after its message.
struct failure {
    struct jpeg_error_mgr manager;
    jmp_buf resume;
};

static void fail(j_common_ptr codec) {
    codec->err->output_message(codec);
    longjmp(((struct failure *)codec->err)->resume, 1);
}

/// One thread's frame, used again for each of its photos.
struct frame {
    unsigned char *pixels;
    size_t capacity;
    unsigned width, height;
};

static bool decode(FILE *file, struct frame *frame) {
    struct failure failure;
    struct jpeg_decompress_struct codec = {.err = jpeg_std_error(&failure.manager)};
    failure.manager.error_exit = fail;
    if (setjmp(failure.resume)) {
        jpeg_destroy_decompress(&codec);
        return false;
    }
    jpeg_create_decompress(&codec);
    jpeg_stdio_src(&codec, file);
    jpeg_read_header(&codec, TRUE);
    codec.out_color_space = JCS_EXT_RGBX;
    jpeg_start_decompress(&codec);
    frame->width = codec.output_width;
    frame->height = codec.output_height;
    size_t stride = 4 * (size_t)frame->width, size = stride * frame->height;
    if (size > frame->capacity) {
        free(frame->pixels);
        frame->pixels = malloc(size);
        if (!frame->pixels) abort();
        frame->capacity = size;
    }
    while (codec.output_scanline < codec.output_height) {
        JSAMPROW rows[16];
        unsigned count = frame->height - codec.output_scanline < 16 ? frame->height - codec.output_scanline : 16;
        for (unsigned row = 0; row < count; row++) rows[row] = frame->pixels + stride * (codec.output_scanline + row);
        jpeg_read_scanlines(&codec, rows, count);
    }
    jpeg_finish_decompress(&codec);
    jpeg_destroy_decompress(&codec);
    return true;
}

static bool encode(const struct frame *frame, FILE *file) {
    struct failure failure;
    struct jpeg_compress_struct codec = {.err = jpeg_std_error(&failure.manager)};
    failure.manager.error_exit = fail;
    if (setjmp(failure.resume)) {
        jpeg_destroy_compress(&codec);
        return false;
    }
    jpeg_create_compress(&codec);
    jpeg_stdio_dest(&codec, file);
    codec.image_width = frame->width;
    codec.image_height = frame->height;
    codec.input_components = 4;
    codec.in_color_space = JCS_EXT_RGBX;
    jpeg_set_defaults(&codec);  // 4:2:0
    jpeg_set_quality(&codec, quality, TRUE);
    jpeg_start_compress(&codec, TRUE);
    size_t stride = 4 * (size_t)frame->width;
    while (codec.next_scanline < frame->height) {
        JSAMPROW rows[16];
        unsigned count = frame->height - codec.next_scanline < 16 ? frame->height - codec.next_scanline : 16;
        for (unsigned row = 0; row < count; row++) rows[row] = frame->pixels + stride * (codec.next_scanline + row);
        jpeg_write_scanlines(&codec, rows, count);
    }
    jpeg_finish_compress(&codec);
    jpeg_destroy_compress(&codec);
    return true;
}

static bool recode_with_turbo(const char *in, const char *out, struct frame *frame) {
    FILE *source = fopen(in, "rb");
    FILE *target = fopen(out, "wb");
    bool done = source && target && decode(source, frame) && encode(frame, target);
    if (source) fclose(source);
    if (target && fclose(target) != 0) done = false;
    if (!done) fprintf(stderr, "%s: not recoded to %s\n", in, out);
    return done;
}

/// The work that all threads share.
static struct {
    bool vips;
    const char *folder;
    char **photos;
    int count;
    atomic_int next;
    atomic_bool failed;
} job;

static void *work(void *nothing) {
    struct frame frame = {0};
    for (int index; !job.failed && (index = job.next++) < job.count;) {
        const char *photo = job.photos[index];
        const char *slash = strrchr(photo, '/');
        char out[4096];
        snprintf(out, sizeof out, "%s/%s", job.folder, slash ? slash + 1 : photo);
        if (!(job.vips ? recode_with_vips(photo, out) : recode_with_turbo(photo, out, &frame))) job.failed = true;
    }
    free(frame.pixels);
    if (job.vips) vips_thread_shutdown();
    return nothing;
}

int main(int count, char **arguments) {
    enum { first_photo = 4, most_workers = 1024 };
    int workers = count > first_photo ? atoi(arguments[3]) : 0;
    if (workers < 1 || workers > most_workers) {
        fprintf(stderr, "usage: floor vips|turbo OUT WORKERS PHOTO...\n");
        return 2;
    }
    job.vips = strcmp(arguments[1], "vips") == 0;
    job.folder = arguments[2];
    job.photos = arguments + first_photo;
    job.count = count - first_photo;
    if (job.vips) {
        if (VIPS_INIT(arguments[0])) vips_error_exit(NULL);
        // The workers are the parallelism, and no operation comes twice.
        vips_concurrency_set(1);
        vips_cache_set_max(0);
    }
    pthread_t threads[most_workers];
    for (int index = 0; index < workers; index++) {
        if (pthread_create(&threads[index], NULL, work, NULL) != 0) abort();
    }
    for (int index = 0; index < workers; index++) pthread_join(threads[index], NULL);
    return job.failed ? 1 : 0;
}
