#include "declaration.h"

/* The fields of each kind in the file. Field 0 is what is common to all. */
enum { DEFINITION_VALUE = 1, DEFINITION_HINTS, DEFINITION_ALL };
enum { THEOREM_VALUE = 1, THEOREM_ALL };
enum { OPAQUE_VALUE = 1, OPAQUE_ALL };
enum { INDUCTIVE_PARAMETERS = 1, INDUCTIVE_INDICES, INDUCTIVE_ALL, INDUCTIVE_CONSTRUCTORS,
       INDUCTIVE_NESTED };
enum { CONSTRUCTOR_TYPE = 1, CONSTRUCTOR_INDEX, CONSTRUCTOR_PARAMETERS, CONSTRUCTOR_FIELDS };
enum { RECURSOR_ALL = 1, RECURSOR_PARAMETERS, RECURSOR_INDICES, RECURSOR_MOTIVES, RECURSOR_MINORS,
       RECURSOR_RULES };
static const unsigned field_counts[KINDS] = {1, 4, 3, 3, 1, 6, 5, 7};
enum { COMMON_NAME, COMMON_LEVELS, COMMON_TYPE, COMMON_FIELDS };
/* Lean.DefinitionSafety */
enum { UNSAFE, SAFE, PARTIAL };

static bool is_left_out(enum kind kind, cell own) {
  switch (kind) {
    case DEFINITION: {
      uint8_t safety = byte(own, 0);
      if (safety > PARTIAL) malformed("safety", own.at);
      return safety != SAFE;
    }
    case AXIOM:
    case OPAQUE:
    case CONSTRUCTOR: return flag(own, 0);
    case INDUCTIVE:
    case RECURSOR: return flag(own, 1);
    default: return false;
  }
}

struct declaration declaration_read(value v) {
  cell info = cell_of(v, "constant");
  if (info.tag >= KINDS || info.fields != 1) malformed("constant", info.at);
  struct declaration d = {.kind = (enum kind)info.tag};
  d.own = cell_like(field(info, 0), 0, field_counts[d.kind], "constant");
  d.common = cell_like(field(d.own, 0), 0, COMMON_FIELDS, "constant");
  d.name = build_name(field(d.common, COMMON_NAME));
  if (is_scalar(d.name)) malformed("name of a constant", info.at);
  drop(d.name);
  d.left_out = is_left_out(d.kind, d.own);
  return d;
}

value declaration_type(const struct declaration *d) { return field(d->common, COMMON_TYPE); }
value declaration_value(const struct declaration *d) { return field(d->own, DEFINITION_VALUE); }
value declaration_group(const struct declaration *d) { return field(d->own, INDUCTIVE_ALL); }
value declaration_constructors(const struct declaration *d) {
  return field(d->own, INDUCTIVE_CONSTRUCTORS);
}
value declaration_parameters(const struct declaration *d) {
  return field(d->own, INDUCTIVE_PARAMETERS);
}
size_t declaration_nested(const struct declaration *d) {
  return small_number(field(d->own, INDUCTIVE_NESTED));
}
value declaration_owner(const struct declaration *d) { return field(d->own, CONSTRUCTOR_TYPE); }
value declaration_owners(const struct declaration *d) { return field(d->own, RECURSOR_ALL); }
obj declaration_levels(const struct declaration *d) {
  return build_names(field(d->common, COMMON_LEVELS));
}

static obj boxed(cell c, unsigned i) { return box(small_number(field(c, i))); }

static obj build_hints(cell definition) {
  value v = field(definition, DEFINITION_HINTS);
  if (v.is_small) { /* opaque, abbreviation */
    if (v.at > 1) malformed("hints", definition.at);
    return box(v.at);
  }
  return kernel.hints_regular(word32(cell_like(v, 2, 0, "hints")));
}

static obj build_rule(value v) {
  cell rule = cell_like(v, 0, 3, "rule");
  obj constructor = build_name(field(rule, 0)), fields = boxed(rule, 1);
  return construct(0, 3, constructor, fields, build_term(field(rule, 2)));
}

static obj build_recursor(cell own, obj name, obj levels, obj type) {
  obj all = build_names(field(own, RECURSOR_ALL));
  obj parameters = boxed(own, RECURSOR_PARAMETERS), indices = boxed(own, RECURSOR_INDICES);
  obj motives = boxed(own, RECURSOR_MOTIVES), minors = boxed(own, RECURSOR_MINORS);
  obj rules = build_list(field(own, RECURSOR_RULES), build_rule);
  return kernel.recursor_val(name, levels, type, all, parameters, indices, motives, minors, rules,
                           flag(own, 0), false);
}

static obj build_inductive(cell own, obj name, obj levels, obj type) {
  obj parameters = boxed(own, INDUCTIVE_PARAMETERS), indices = boxed(own, INDUCTIVE_INDICES);
  obj all = build_names(field(own, INDUCTIVE_ALL));
  obj constructors = build_names(field(own, INDUCTIVE_CONSTRUCTORS));
  obj nested = boxed(own, INDUCTIVE_NESTED);
  return kernel.inductive_val(name, levels, type, parameters, indices, all, constructors, nested,
                            flag(own, 0), false, flag(own, 2));
}

static obj build_kind(const struct declaration *d, obj name, obj levels, obj type) {
  cell own = d->own;
  switch (d->kind) {
    case AXIOM: return kernel.axiom_val(name, levels, type, false);
    case DEFINITION: {
      obj value = build_term(field(own, DEFINITION_VALUE)), hints = build_hints(own);
      obj all = build_names(field(own, DEFINITION_ALL));
      return kernel.definition_val(name, levels, type, value, hints, SAFE, all);
    }
    case THEOREM: {
      obj value = build_term(field(own, THEOREM_VALUE));
      return kernel.theorem_val(name, levels, type, value, build_names(field(own, THEOREM_ALL)));
    }
    case OPAQUE: {
      obj value = build_term(field(own, OPAQUE_VALUE));
      obj all = build_names(field(own, OPAQUE_ALL));
      return kernel.opaque_val(name, levels, type, value, false, all);
    }
    case QUOTIENT: {
      uint8_t which = byte(own, 0);
      if (which > 3) malformed("kind of quotient", own.at);
      return kernel.quot_val(name, levels, type, which);
    }
    case INDUCTIVE: return build_inductive(own, name, levels, type);
    case CONSTRUCTOR: {
      obj owner = build_name(field(own, CONSTRUCTOR_TYPE)), index = boxed(own, CONSTRUCTOR_INDEX);
      obj parameters = boxed(own, CONSTRUCTOR_PARAMETERS);
      return kernel.constructor_val(name, levels, type, owner, index, parameters,
                                  boxed(own, CONSTRUCTOR_FIELDS), false);
    }
    default: return build_recursor(own, name, levels, type);
  }
}

void declaration_build(struct declaration *d) {
  obj levels = declaration_levels(d), type = build_term(declaration_type(d));
  d->info = construct(d->kind, 1, build_kind(d, keep(d->name), levels, type));
}
