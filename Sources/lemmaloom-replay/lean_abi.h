/* The functions of Lean 4.35 that make names, levels, terms and declarations, and its kernel. */
#pragma once
#include "lean_object.h"

/* F(result, name here, symbol, arguments), as in lean_object.h. */
#define KERNEL_FUNCTIONS(F)                                                                       \
  F(obj, nat_of_word, "lean_big_uint64_to_nat", (uint64_t))                                       \
  F(obj, nat_shift_left, "lean_nat_shiftl", (obj borrowed, obj borrowed_too))                     \
  F(obj, nat_big_add, "lean_nat_big_add", (obj borrowed, obj borrowed_too))                       \
  /* names and levels */                                                                          \
  F(obj, name_number, "lean_name_mk_numeral", (obj prefix, obj part))                             \
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
  F(obj, empty_environment, "l_Lean_mkEmptyEnvironment", (uint32_t trust))                        \
  F(obj, kernel_environment, "lean_elab_environment_to_kernel_env", (obj))                        \
  F(obj, find, "lean_environment_find", (obj environment, obj name))                              \
  F(obj, add_decl, "lean_add_decl",                                                               \
    (obj environment, size_t heartbeats, size_t depth, obj borrowed, obj borrowed_cancel))        \
  F(uint8_t, info_eq, "l_Lean_instBEqConstantInfo_beq", (obj borrowed, obj borrowed_too))

struct kernel {
#define F(result, name, symbol, arguments) result(*name) arguments;
  KERNEL_FUNCTIONS(F)
#undef F
};
extern struct kernel kernel;

/* After lean_load: looks all of them up. Returns what stands in the way, or NULL. */
const char *kernel_load(void);
