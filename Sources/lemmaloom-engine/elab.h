/* The functions of Lean 4.35's elaborator that the engine calls.
 *
 * `f___boxed` takes every argument owned and boxed, as does a function without such a twin. A
 * result that can fail is a constructor with one field: 0 the value, 1 the exception.
 */
#pragma once
#include "lean_object.h"

/* What MetaM takes, context and state of Meta and Core, and TermElabM, the same behind those of
 * Term. */
#define META_TYPES obj, obj, obj, obj
#define TERM_TYPES obj, obj, META_TYPES

/* F(result, name here, symbol, arguments), as in lean_object.h. */
#define ELAB_FUNCTIONS(F)                                                                         \
  /* running */                                                                                   \
  F(void, enable_initializers, "lean_enable_initializer_execution", (void))                       \
  F(void, set_heartbeats, "_ZN4lean14set_heartbeatsEm", (size_t))                                 \
  F(void, reset_heartbeat, "_ZN4lean15reset_heartbeatEv", (void))                                 \
  F(obj, new_ref, "lean_st_mk_ref", (obj))                                                        \
  F(obj, ref_value, "lean_st_ref_get", (obj borrowed))                                            \
  /* commands */                                                                                  \
  F(obj, set_main_module, "l_Lean_Environment_setMainModule", (obj environment, obj name))        \
  F(obj, command_state, "l_Lean_Elab_Command_mkState",                                            \
    (obj environment, obj messages, obj options))                                                 \
  F(obj, process_command, "l_Lean_Elab_Frontend_processCommand",                                  \
    (obj borrowed_context, obj borrowed_ref))                                                     \
  F(obj, lift_term_elab, "l_Lean_Elab_Command_liftTermElabM___redArg___boxed",                    \
    (obj closure, obj context, obj ref))                                                          \
  /* texts */                                                                                     \
  F(obj, input_context, "l_Lean_Parser_mkInputContext___redArg",                                  \
    (obj text, obj file, uint8_t normalize, obj end))                                             \
  F(obj, parse_command, "l_Lean_Parser_parseCommand",                                             \
    (obj input, obj module_context, obj module_state, obj messages))                              \
  F(obj, parse_category, "l_Lean_Parser_runParserCategory",                                       \
    (obj environment, obj category, obj text, obj file))                                          \
  F(obj, message_array, "l_Lean_MessageLog_toArray___boxed", (obj log))                           \
  F(obj, message_kind, "l_Lean_MessageData_kind___boxed", (obj data))                             \
  F(obj, message_string, "l_Lean_MessageData_toString___boxed", (obj data))                       \
  F(obj, is_abort, "l_Lean_Elab_isAbortExceptionId___boxed", (obj id))                            \
  F(obj, pretty, "l_Std_Format_pretty___boxed", (obj format, obj width, obj indent, obj column))  \
  F(obj, pp_goal, "l_Lean_Meta_ppGoal___boxed", (obj goal, META_TYPES))                           \
  /* terms and goals */                                                                           \
  F(obj, mvar, "lean_expr_mk_mvar", (obj id))                                                     \
  F(obj, has_mvar, "l_Lean_Expr_hasExprMVar___boxed", (obj term))                                 \
  F(obj, has_sorry, "l_Lean_Expr_hasSorry___boxed", (obj term))                                   \
  F(obj, instantiate, "l_Lean_instantiateMVarsCore", (obj context, obj term))                     \
  F(obj, unassigned, "l_Lean_Meta_getMVars___boxed", (obj term, META_TYPES))                      \
  F(obj, declaration, "l_Lean_MetavarContext_findDecl_x3f___boxed", (obj context, obj id))        \
  F(obj, hypothesis, "l_Lean_LocalContext_findFromUserName_x3f___boxed", (obj context, obj name)) \
  F(obj, log_unassigned, "l_Lean_Elab_Term_logUnassignedUsingErrorInfos___boxed",                 \
    (obj ids, obj extra_message, TERM_TYPES))                                                     \
  F(obj, elab_type, "l_Lean_Elab_Term_elabType___boxed", (obj syntax, TERM_TYPES))                \
  F(obj, synthesize, "l_Lean_Elab_Term_synthesizeSyntheticMVarsNoPostponing___boxed",             \
    (obj ignore_stuck, TERM_TYPES))                                                               \
  F(obj, level_parameters, "l_Lean_Elab_Term_levelMVarToParam___boxed",                           \
    (obj term, obj except, TERM_TYPES))                                                           \
  F(obj, is_prop, "l_Lean_Meta_isProp___boxed", (obj term, META_TYPES))                           \
  F(obj, new_goal, "l_Lean_Meta_mkFreshExprSyntheticOpaqueMVar___boxed",                          \
    (obj type, obj tag, META_TYPES))                                                              \
  F(obj, intro, "l_Lean_MVarId_introNP___boxed", (obj goal, obj count, META_TYPES))               \
  /* tactics */                                                                                   \
  F(obj, run_tactic, "l_Lean_Elab_runTactic___boxed",                                             \
    (obj goal, obj syntax, obj term_context, obj term_state, META_TYPES))                         \
  F(obj, simp_context, "l_Lean_Elab_Tactic_mkSimpContext___boxed",                                \
    (obj syntax, obj erase_local, obj kind, obj ignore_star, obj theorems, obj context, obj ref,  \
     TERM_TYPES))                                                                                 \
  F(obj, simp_arguments, "l_Lean_Elab_Tactic_elabSimpArgs___boxed",                               \
    (obj syntax, obj simp_context, obj procedures, obj erase_local, obj kind, obj ignore_star,    \
     obj context, obj ref, TERM_TYPES))                                                           \
  F(obj, simp_goal, "l_Lean_Meta_simpGoal___boxed",                                               \
    (obj goal, obj simp_context, obj procedures, obj discharge, obj target, obj hypotheses,       \
     obj statistics, META_TYPES))

/* Values, found as the addresses of what Lean's own start has set. */
#define ELAB_VALUES(V)                                                               \
  V(no_messages, "l_Lean_MessageLog_empty")                                          \
  V(first_macro_scope, "l_Lean_firstFrontendMacroScope")                             \
  V(no_statistics, "l_Lean_Meta_Simp_instInhabitedStats_default")                    \
  V(module_uses, "l___private_Lean_ExtraModUses_0__Lean_extraModUses")               \
  V(indirect_module_uses, "l_Lean_indirectModUseExt")                                \
  V(reverse_uses, "l___private_Lean_ExtraModUses_0__Lean_isExtraRevModUseExt")

struct elab {
#define F(result, name, symbol, arguments) result(*name) arguments;
#define V(name, symbol) obj *name;
  ELAB_FUNCTIONS(F)
  ELAB_VALUES(V)
#undef F
#undef V
};
extern struct elab elab;

/* After lean_load: looks all of them up. Returns what stands in the way, or NULL. */
const char *elab_load(void);

/* A closure of a C function. One of a monad gets Lean's token of the world as last argument. */
obj closure(void *function, unsigned arity);
/* Whether `o` is a constructor of this shape: what Lean keeps is read by position. */
static inline bool is_shaped(obj o, unsigned tag, unsigned fields) {
  return !is_scalar(o) && o->tag == tag && o->fields == fields;
}
