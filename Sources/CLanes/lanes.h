// Arithmetic on eight numbers at once which Swift's SIMD types compile to a loop of calls and branches, as they keep to
// the last rule on NaN and errno: here each is one instruction for every four numbers.

typedef float clanes_float8 __attribute__((ext_vector_type(8)));
typedef int clanes_int8 __attribute__((ext_vector_type(8)));

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
