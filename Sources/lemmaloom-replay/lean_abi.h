/* What compiled Lean 4.35 looks like from C, found in the libleanshared.so given at run time.
 *
 * Objects are counted by hand. An argument is owned (the callee takes over the caller's count)
 * unless the table says "borrowed". A result is owned by the caller.
 */
#pragma once
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The head of every object. `rc` > 0: counted, one thread; < 0: counted, shared; 0: lives for
 * ever. */
typedef struct {
  int rc;
  uint16_t size;
  uint8_t fields;
  uint8_t tag;
} lean_header;
typedef lean_header *obj; /* an odd address is a small number or a constructor without fields */

enum { TAG_ARRAY = 246, TAG_STRING = 249, TAG_BIG_NUMBER = 250, TAG_LAST_CONSTRUCTOR = 244 };

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
  F(obj, nat_of_word, "lean_big_uint64_to_nat", (uint64_t))                                       \
  F(obj, nat_shift_left, "lean_nat_shiftl", (obj borrowed, obj borrowed_too))                     \
  F(obj, nat_big_add, "lean_nat_big_add", (obj borrowed, obj borrowed_too))                       \
  /* names and levels */                                                                          \
  F(obj, name_string, "lean_name_mk_string", (obj prefix, obj part))                              \
  F(obj, name_number, "lean_name_mk_numeral", (obj prefix, obj part))                             \
  F(uint8_t, name_eq, "lean_name_eq", (obj borrowed, obj borrowed_too))                           \
  F(obj, level_zero, "lean_level_mk_zero", (obj unit))                                            \
  F(obj, level_succ, "l_Lean_Level_succ___override", (obj))                                       \
  F(obj, level_max, "l_Lean_Level_max___override", (obj, obj))                                    \
  F(obj, level_imax, "l_Lean_Level_imax___override", (obj, obj))                                  \
  F(obj, level_param, "l_Lean_Level_param___override", (obj name))                                \
  /* terms */                                                                                     \
  F(obj, bvar, "lean_expr_mk_bvar", (obj index))                                                  \
  F(obj, sort, "lean_expr_mk_sort", (obj level))                                                  \
  F(obj, constant, "lean_expr_mk_const", (obj name, obj levels))                                  \
  F(obj, app, "lean_expr_mk_app", (obj function, obj argument))                                   \
  F(obj, lambda, "lean_expr_mk_lambda", (obj name, obj type, obj body, uint8_t binder))           \
  F(obj, forall, "lean_expr_mk_forall", (obj name, obj type, obj body, uint8_t binder))           \
  F(obj, let, "l_Lean_Expr_letE___override",                                                      \
    (obj name, obj type, obj value, obj body, uint8_t nondependent))                              \
  F(obj, literal, "lean_expr_mk_lit", (obj))                                                      \
  F(obj, mdata, "lean_expr_mk_mdata", (obj data, obj term))                                       \
  F(obj, proj, "lean_expr_mk_proj", (obj structure, obj index, obj term))                         \
  /* declarations; `names` is a list of level parameters, `all` the list of a group's names */    \
  F(obj, axiom_val, "lean_mk_axiom_val", (obj name, obj names, obj type, uint8_t is_unsafe))      \
  F(obj, theorem_val, "lean_mk_theorem_val",                                                      \
    (obj name, obj names, obj type, obj value, obj all))                                          \
  F(obj, definition_val, "lean_mk_definition_val",                                                \
    (obj name, obj names, obj type, obj value, obj hints, uint8_t safety, obj all))               \
  F(obj, opaque_val, "lean_mk_opaque_val",                                                        \
    (obj name, obj names, obj type, obj value, uint8_t is_unsafe, obj all))                       \
  F(obj, quot_val, "lean_mk_quot_val", (obj name, obj names, obj type, uint8_t kind))             \
  F(obj, inductive_val, "lean_mk_inductive_val",                                                  \
    (obj name, obj names, obj type, obj parameters, obj indices, obj all, obj constructors,       \
     obj nested, uint8_t recursive, uint8_t is_unsafe, uint8_t reflexive))                        \
  F(obj, constructor_val, "lean_mk_constructor_val",                                              \
    (obj name, obj names, obj type, obj inductive, obj index, obj parameters, obj fields,         \
     uint8_t is_unsafe))                                                                          \
  F(obj, recursor_val, "lean_mk_recursor_val",                                                    \
    (obj name, obj names, obj type, obj all, obj parameters, obj indices, obj motives,            \
     obj minors, obj rules, uint8_t k, uint8_t is_unsafe))                                        \
  F(obj, inductive_decl, "lean_mk_inductive_decl",                                                \
    (obj names, obj parameters, obj types, uint8_t is_unsafe))                                    \
  F(obj, hints_regular, "lean_mk_reducibility_hints_regular", (uint32_t height))                  \
  /* environments */                                                                              \
  F(obj, import_modules, "l_Lean_importModules",                                                  \
    (obj imports, obj options, uint32_t trust, obj plugins, uint8_t leak, uint8_t extensions,     \
     uint8_t level, obj artifacts))                                                               \
  F(obj, empty_environment, "l_Lean_mkEmptyEnvironment", (uint32_t trust))                        \
  F(obj, kernel_environment, "lean_elab_environment_to_kernel_env", (obj))                        \
  F(obj, find, "lean_environment_find", (obj environment, obj name))                              \
  F(obj, add_decl, "lean_add_decl",                                                               \
    (obj environment, size_t heartbeats, size_t depth, obj borrowed, obj borrowed_cancel))        \
  F(uint8_t, info_eq, "l_Lean_instBEqConstantInfo_beq", (obj borrowed, obj borrowed_too))

struct lean {
#define F(result, name, symbol, arguments) result(*name) arguments;
  LEAN_FUNCTIONS(F)
#undef F
  obj *options_empty; /* l_Lean_Options_empty */
};
extern struct lean lean;

/* Loads libleanshared.so and starts Lean. Returns what stands in the way, or NULL. No
 * initialiser of a module, no extension and no interpreter is ever switched on
 * (lean_enable_initializer_execution). */
const char *lean_load(const char *path);
/* "4.35.0", after lean_load went as far as asking; else "". */
const char *lean_version(void);
/* On the thread that will work: its stack, the search path from LEAN_PATH, the workers. As
 * lean_load. */
const char *lean_start(void);

static inline obj box(size_t n) { return (obj)(n << 1 | 1); }
static inline bool is_scalar(obj o) { return (uintptr_t)o & 1; }
static inline size_t unbox(obj o) { return (uintptr_t)o >> 1; }
static inline obj *fields_of(obj o) { return (obj *)(o + 1); }
static inline const char *bytes_of_string(obj s) { return (const char *)s + 32; }
/* Bytes of a string without the closing zero. */
static inline size_t size_of_string(obj s) { return *(size_t *)fields_of(s) - 1; }

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
/* A constructor with one field and eight bytes behind it, zeroed. */
obj construct_with_bytes(obj field, uint8_t **bytes);
/* Takes field `i` out of `o` and drops `o`. */
obj take_field(obj o, unsigned i);
/* A list of what `items` holds, all owned. */
obj list_of(size_t count, const obj *items);
/* The name that a dotted text says; for names known to this program. */
obj name_of(const char *dotted);
