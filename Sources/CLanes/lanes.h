// Arithmetic on eight numbers at once which Swift's SIMD types compile to a loop of calls and branches, as they keep to
// the last rule on NaN and errno: here each is one instruction for every four numbers.

typedef float clanes_float8 __attribute__((ext_vector_type(8)));
typedef int clanes_int8 __attribute__((ext_vector_type(8)));
typedef int clanes_int4 __attribute__((ext_vector_type(4)));
typedef short clanes_short8 __attribute__((ext_vector_type(8)));
typedef unsigned char clanes_byte8 __attribute__((ext_vector_type(8)));

/// NaN below 0.
static inline __attribute__((always_inline)) clanes_float8 clanes_root(clanes_float8 x)
{
    return __builtin_elementwise_sqrt(x);
}

/// The second number where one is NaN.
static inline __attribute__((always_inline)) clanes_float8 clanes_least(clanes_float8 a, clanes_float8 b)
{
    return a < b ? a : b;
}

/// The second number where one is NaN.
static inline __attribute__((always_inline)) clanes_float8 clanes_most(clanes_float8 a, clanes_float8 b)
{
    return a > b ? a : b;
}

/// Whether any of the numbers, each −1 or 0, is −1.
static inline __attribute__((always_inline)) int clanes_any(clanes_int8 x)
{
    return __builtin_reduce_or(x) != 0;
}

static inline __attribute__((always_inline)) int clanes_largest(clanes_int8 x)
{
    return __builtin_reduce_max(x);
}

/// Exact below 2²⁴.
static inline __attribute__((always_inline)) clanes_float8 clanes_float(clanes_int8 x)
{
    return __builtin_convertvector(x, clanes_float8);
}

/// Cut off to whole numbers; for numbers between −2³¹ and 2³¹.
static inline __attribute__((always_inline)) clanes_int8 clanes_whole(clanes_float8 x)
{
    return __builtin_convertvector(x, clanes_int8);
}

/// The sums of neighbouring products: a₀b₀ + a₁b₁, a₂b₂ + a₃b₃ and so on. A compiler for x86 does not find its one
/// instruction for that by itself.
static inline __attribute__((always_inline)) clanes_int4 clanes_pairs(clanes_short8 a, clanes_short8 b)
{
#ifdef __SSE2__
    typedef short native __attribute__((vector_size(16)));
    return (clanes_int4)__builtin_ia32_pmaddwd128((native)a, (native)b);
#else
    return __builtin_convertvector(a.even, clanes_int4) * __builtin_convertvector(b.even, clanes_int4)
         + __builtin_convertvector(a.odd, clanes_int4) * __builtin_convertvector(b.odd, clanes_int4);
#endif
}

/// Two pixels of four bytes as pairs of their bands: r, r′, g, g′, b, b′, a, a′.
static inline __attribute__((always_inline)) clanes_short8 clanes_bands(clanes_byte8 two)
{
    return __builtin_convertvector(__builtin_shufflevector(two, two, 0, 4, 1, 5, 2, 6, 3, 7), clanes_short8);
}

/// The first four numbers of each in turn: a₀, b₀, a₁, b₁ and so on.
static inline __attribute__((always_inline)) clanes_short8 clanes_mixed_low(clanes_short8 a, clanes_short8 b)
{
    return __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
}

/// The last four numbers of each in turn.
static inline __attribute__((always_inline)) clanes_short8 clanes_mixed_high(clanes_short8 a, clanes_short8 b)
{
    return __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
}
