// How fast Embree alone is at the very rays that a program traces: a library to preload, which takes down each packet of
// eight rays that the program passes to Embree 3, and traces them all again in a loop just before their scene is released.
//
//     LD_PRELOAD=replay.so REPLAY_OUT=FILE program ...
//
// For a program that traces on one thread. When it ends, FILE holds a JSON object with the number of rays and the
// milliseconds of processor time that the loops took, for rays whose nearest hit was asked for with Embree's flag for
// coherent rays, for others whose nearest hit was asked for, and for those only asked whether they hit anything.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <embree3/rtcore.h>

enum kind { coherent, nearest, any, kinds };

/// A packet as it was passed.
struct packet {
    _Alignas(64) struct RTCRay8 ray;
    int valid[8];
    RTCScene scene;
    enum kind kind;
};

static struct packet *packets;
static size_t count, capacity;
static size_t rays[kinds];
static double milliseconds[kinds];
static void (*intersect)(const int *, RTCScene, struct RTCIntersectContext *, struct RTCRayHit8 *);
static void (*occluded)(const int *, RTCScene, struct RTCIntersectContext *, struct RTCRay8 *);
static void (*release)(RTCScene);

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return 1e3 * (double)time.tv_sec + 1e-6 * (double)time.tv_nsec;
}

static void report(void) {
    FILE *file = fopen(getenv("REPLAY_OUT"), "w");
    if (!file) return;
    fprintf(file, "{\"coherent\": [%zu, %f], \"nearest\": [%zu, %f], \"any\": [%zu, %f]}\n", rays[coherent],
            milliseconds[coherent], rays[nearest], milliseconds[nearest], rays[any], milliseconds[any]);
    fclose(file);
}

__attribute__((constructor)) static void start(void) {
    *(void **)&intersect = dlsym(RTLD_NEXT, "rtcIntersect8");
    *(void **)&occluded = dlsym(RTLD_NEXT, "rtcOccluded8");
    *(void **)&release = dlsym(RTLD_NEXT, "rtcReleaseScene");
    if (intersect && getenv("REPLAY_OUT")) atexit(report);
}

static void take(const int *valid, RTCScene scene, enum kind kind, const struct RTCRay8 *ray) {
    if (count == capacity) {
        capacity = capacity ? 2 * capacity : 1 << 16;
        struct packet *larger = aligned_alloc(64, capacity * sizeof *larger);
        if (!larger) abort();
        if (count) memcpy(larger, packets, count * sizeof *larger);
        free(packets);
        packets = larger;
    }
    struct packet *packet = &packets[count++];
    packet->ray = *ray;
    memcpy(packet->valid, valid, sizeof packet->valid);
    packet->scene = scene;
    packet->kind = kind;
}

void rtcIntersect8(const int *valid, RTCScene scene, struct RTCIntersectContext *context, struct RTCRayHit8 *rayhit) {
    bool is_coherent = context->flags & RTC_INTERSECT_CONTEXT_FLAG_COHERENT;
    take(valid, scene, is_coherent ? coherent : nearest, &rayhit->ray);
    intersect(valid, scene, context, rayhit);
}

void rtcOccluded8(const int *valid, RTCScene scene, struct RTCIntersectContext *context, struct RTCRay8 *ray) {
    take(valid, scene, any, ray);
    occluded(valid, scene, context, ray);
}

/// The loop that is measured: rays of one kind, in the order in which the program traced them.
static void replay(RTCScene scene, enum kind kind) {
    struct RTCIntersectContext context;
    rtcInitIntersectContext(&context);
    if (kind == coherent) context.flags = RTC_INTERSECT_CONTEXT_FLAG_COHERENT;
    _Alignas(64) struct RTCRayHit8 rayhit;
    double start = now();
    for (size_t at = 0; at < count; at++) {
        struct packet *packet = &packets[at];
        if (packet->scene != scene || packet->kind != kind) continue;
        rayhit.ray = packet->ray;
        for (int lane = 0; lane < 8; lane++) {
            rayhit.hit.geomID[lane] = rayhit.hit.instID[0][lane] = RTC_INVALID_GEOMETRY_ID;
            rays[kind] += packet->valid[lane] != 0;
        }
        if (kind == any) occluded(packet->valid, scene, &context, &rayhit.ray);
        else intersect(packet->valid, scene, &context, &rayhit);
    }
    milliseconds[kind] += now() - start;
}

void rtcReleaseScene(RTCScene scene) {
    for (enum kind kind = 0; kind < kinds; kind++) replay(scene, kind);
    size_t kept = 0;
    for (size_t at = 0; at < count; at++)
        if (packets[at].scene != scene) packets[kept++] = packets[at];
    count = kept;
    release(scene);
}
