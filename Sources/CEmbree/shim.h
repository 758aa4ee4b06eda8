// Embree 4 where it is installed, else Embree 3, which differ in how a ray query takes its options.
//
// Only packets of 8 are offered: they are aligned more strictly than Swift imports, so they are passed as memory.
// Packets of 16 must never be used: with instances, Embree 3.13's `rtcOccluded16` does not return on AVX-512 machines.
// The manifest links embree4 or embree3 by the same rule.

#if __has_include(<embree4/rtcore.h>)
#include <embree4/rtcore.h>
#else
#include <embree3/rtcore.h>
#endif

#include <stdbool.h>
#include <stddef.h>

/// The id of what was not hit, a macro that Swift does not import.
static const unsigned int cembree_nothing = RTC_INVALID_GEOMETRY_ID;

/// The size of the memory that `cembree_intersect8` reads and writes.
static const size_t cembree_rayhit8_size = sizeof(struct RTCRayHit8);

/// The nearest hit of eight rays. `valid` holds eight times −1 or 0; `rayhit` is a `RTCRayHit8` aligned to 32 bytes.
static inline void cembree_intersect8(RTCScene scene, bool coherent, const int *valid, void *rayhit)
{
#if RTC_VERSION_MAJOR >= 4
    struct RTCIntersectArguments arguments;
    rtcInitIntersectArguments(&arguments);
    arguments.flags = coherent ? RTC_RAY_QUERY_FLAG_COHERENT : RTC_RAY_QUERY_FLAG_INCOHERENT;
    rtcIntersect8(valid, scene, (struct RTCRayHit8 *)rayhit, &arguments);
#else
    struct RTCIntersectContext context;
    rtcInitIntersectContext(&context);
    context.flags = coherent ? RTC_INTERSECT_CONTEXT_FLAG_COHERENT : RTC_INTERSECT_CONTEXT_FLAG_INCOHERENT;
    rtcIntersect8(valid, scene, &context, (struct RTCRayHit8 *)rayhit);
#endif
}

/// Whether eight rays hit anything: those that do get a `tfar` of −∞. `ray` is a `RTCRay8` aligned to 32 bytes.
static inline void cembree_occluded8(RTCScene scene, bool coherent, const int *valid, void *ray)
{
#if RTC_VERSION_MAJOR >= 4
    struct RTCOccludedArguments arguments;
    rtcInitOccludedArguments(&arguments);
    arguments.flags = coherent ? RTC_RAY_QUERY_FLAG_COHERENT : RTC_RAY_QUERY_FLAG_INCOHERENT;
    rtcOccluded8(valid, scene, (struct RTCRay8 *)ray, &arguments);
#else
    struct RTCIntersectContext context;
    rtcInitIntersectContext(&context);
    context.flags = coherent ? RTC_INTERSECT_CONTEXT_FLAG_COHERENT : RTC_INTERSECT_CONTEXT_FLAG_INCOHERENT;
    rtcOccluded8(valid, scene, &context, (struct RTCRay8 *)ray);
#endif
}
