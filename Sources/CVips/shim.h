#include <vips/vips.h>
#include <vips/vector.h>

// GObject numbers its fundamental types with casting macros, which Swift does not import.
static const GType cvips_type_bool = G_TYPE_BOOLEAN;
static const GType cvips_type_int = G_TYPE_INT;
static const GType cvips_type_uint64 = G_TYPE_UINT64;
static const GType cvips_type_double = G_TYPE_DOUBLE;
static const GType cvips_type_string = G_TYPE_STRING;
static const GType cvips_type_enum = G_TYPE_ENUM;
static const GType cvips_type_flags = G_TYPE_FLAGS;
