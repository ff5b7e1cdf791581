/* What compiled Lean 4.35 looks like from C, found in the libleanshared.so given at run time:
 * objects, and the functions that every program here needs. Each program has a table of its own
 * for the rest, filled with lean_symbol().
 *
 * Objects are counted by hand. An argument is owned (the callee takes over the caller's count)
 * unless the table says "borrowed". A result is owned by the caller.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The head of every object. `rc` > 0: counted, one thread; < 0: counted, shared; 0: lives for
 * ever. Lean's allocator sets `size`, in bytes, of all small objects. */
typedef struct {
  int rc;
  uint16_t size;
  uint8_t fields;
  uint8_t tag;
} lean_header;
typedef lean_header *obj; /* an odd address is a small number or a constructor without fields */

enum { TAG_LAST_CONSTRUCTOR = 244, TAG_CLOSURE, TAG_ARRAY, TAG_STRING = 249, TAG_BIG_NUMBER };

/* F(result, name here, symbol, arguments): looked up once Lean runs and has said its version. */
#define LEAN_FUNCTIONS(F)                                                                         \
  /* running */                                                                                   \
  F(void, initialize_thread, "lean_initialize_thread", (void))                                    \
  F(void, save_stack_info, "_ZN4lean15save_stack_infoEb", (bool is_main))                         \
  F(void, set_exit_on_panic, "lean_set_exit_on_panic", (bool))                                    \
  F(obj, init_search_path, "lean_init_search_path", (void))                                       \
  F(void, mark_end_initialization, "lean_io_mark_end_initialization", (void))                     \
  F(void, init_task_manager, "lean_init_task_manager_using", (unsigned workers))                  \
  F(obj, error_text, "lean_io_error_to_string", (obj error))                                      \
  /* objects */                                                                                   \
  F(obj, alloc_small, "lean_alloc_small_object_core", (size_t bytes))                             \
  F(void, dec_ref_cold, "lean_dec_ref_cold", (obj))                                               \
  F(obj, array_of_list, "lean_array_mk", (obj list))                                              \
  F(obj, string, "lean_mk_string_from_bytes", (const char *bytes, size_t count))                  \
  F(obj, name_string, "lean_name_mk_string", (obj prefix, obj part))                              \
  F(uint8_t, name_eq, "lean_name_eq", (obj borrowed, obj borrowed_too))                           \
  /* imports */                                                                                   \
  F(obj, import_modules, "l_Lean_importModules",                                                  \
    (obj imports, obj options, uint32_t trust, obj plugins, uint8_t leak, uint8_t extensions,     \
     uint8_t level, obj artifacts))

struct lean {
#define F(result, name, symbol, arguments) result(*name) arguments;
  LEAN_FUNCTIONS(F)
#undef F
  obj *options_empty; /* l_Lean_Options_empty */
};
extern struct lean lean;

/* Loads libleanshared.so and starts Lean. Returns what stands in the way, or NULL. No
 * initialiser of a module, no extension and no interpreter is switched on here
 * (lean_enable_initializer_execution). `program` is named where the version is not known. */
const char *lean_load(const char *path, const char *program);
/* After lean_load: the address of a function or value. As lean_load. */
const char *lean_symbol(const char *symbol, void *into);
/* "4.35.0", after lean_load went as far as asking; else "". */
const char *lean_version(void);
/* On the thread that will work: its stack, the search path from LEAN_PATH, the workers. As
 * lean_load. */
const char *lean_start(void);

static inline obj box(size_t n) { return (obj)(n << 1 | 1); }
static inline bool is_scalar(obj o) { return (uintptr_t)o & 1; }
static inline size_t unbox(obj o) { return (uintptr_t)o >> 1; }
static inline obj *fields_of(obj o) { return (obj *)(o + 1); }
/* The number of a constructor, also of one without fields. */
static inline size_t constructor_of(obj o) { return is_scalar(o) ? unbox(o) : o->tag; }
/* What stands behind the fields. */
static inline uint8_t *bytes_after(obj o) { return (uint8_t *)(fields_of(o) + o->fields); }
static inline const char *bytes_of_string(obj s) { return (const char *)s + 32; }
/* Bytes of a string without the closing zero. */
static inline size_t size_of_string(obj s) { return *(size_t *)fields_of(s) - 1; }
static inline size_t size_of_array(obj a) { return *(size_t *)fields_of(a); }
static inline obj *items_of_array(obj a) { return fields_of(a) + 2; }

/* One count more. */
static inline obj keep(obj o) {
  if (is_scalar(o)) return o;
  if (o->rc > 0) o->rc++;
  else if (o->rc < 0) __atomic_sub_fetch(&o->rc, 1, __ATOMIC_RELAXED);
  return o;
}
/* One count less. */
static inline void drop(obj o) {
  if (is_scalar(o)) return;
  if (o->rc > 1) o->rc--;
  else if (o->rc != 0) lean.dec_ref_cold(o);
}
/* A constructor with `count` fields, all owned. */
obj construct(unsigned tag, unsigned count, ...);
/* The first constructor of a type, with eight bytes behind its fields, zeroed. */
obj construct_with_bytes(uint8_t **bytes, unsigned count, ...);
/* Takes field `i` out of `o` and drops `o`. */
obj take_field(obj o, unsigned i);
/* A constructor like `o`, which is taken over, with another field `i`. */
obj with_field(obj o, unsigned i, obj field);
/* A list of what `items` holds, all owned. */
obj list_of(size_t count, const obj *items);
/* The name that a dotted text says; for names without «». */
obj name_of(const char *dotted);
