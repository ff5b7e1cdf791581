#include "kernel.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The kernel computes with these by rules of its own, whatever their declarations say: where the
 * imports lack one, a module that declares it proves anything. The initialisers of 4.35's kernel
 * make them (type_checker, inductive, quot); Nat.log2, String.mk and Lean.reduce… are of other
 * versions. */
static const char *const kernel_names[] = {
    "Nat", "Nat.zero", "Nat.succ", "Nat.add", "Nat.sub", "Nat.mul", "Nat.div", "Nat.mod", "Nat.gcd",
    "Nat.beq", "Nat.ble", "Nat.land", "Nat.lor", "Nat.xor", "Nat.shiftLeft", "Nat.shiftRight",
    "Nat.pow", "Nat.log2", "Nat.rec", "Bool", "Bool.true", "Bool.false", "Bool.rec", "List",
    "List.nil", "List.cons", "List.rec", "Char", "Char.ofNat", "String", "String.mk",
    "String.ofList", "eagerReduce", "Lean.reduceBool", "Lean.reduceNat", "Quot", "Quot.mk",
    "Quot.lift", "Quot.ind", "Eq", "Eq.refl", "Eq.rec"};
enum { KERNEL_NAMES = sizeof kernel_names / sizeof *kernel_names };
/* Constants that rest on each other, one deeper than the other: bounded by the stack. */
enum { MAX_CHAIN = 20000 };

static obj reserved[KERNEL_NAMES], eq_name;
static bool trusted;
static obj environment; /* the imports and what has been added; NULL after a failure */

static bool quotients_added;
static unsigned chain;

void kernel_start(bool is_trusted) {
  trusted = is_trusted;
  for (size_t i = 0; i < KERNEL_NAMES; i++) reserved[i] = name_of(kernel_names[i]);
  eq_name = name_of("Eq");
}

static bool is_reserved(obj name) {
  for (size_t i = 0; i < KERNEL_NAMES; i++)
    if (lean.name_eq(reserved[i], name)) return true;
  return false;
}

/* The constant in an environment, owned, or NULL. */
static obj constant_in(obj in, obj name) {
  obj found = kernel.find(keep(in), keep(name));
  return is_scalar(found) ? NULL : take_field(found, 0);
}

static bool is_in(obj in, obj name) {
  obj found = constant_in(in, name);
  if (found) drop(found);
  return found != NULL;
}

/* ---- adding */

/* Lean.Kernel.Exception's constructors. */
enum { ALREADY_DECLARED = 1, OTHER = 12, FIRST_RESOURCE = 13, EXCEPTIONS = 17 };
static const char *const exceptions[EXCEPTIONS] = {
    "unknown constant", "already declared", "declaration type mismatch",
    "declaration has metavariables", "declaration has free variables", "function expected",
    "type expected", "let type mismatch", "type mismatch", "application type mismatch",
    "invalid projection", "type of a theorem is not a proposition", "", "deterministic timeout",
    "excessive memory", "deep recursion", "interrupted"};

_Noreturn static void objection(obj name, obj exception) {
  size_t tag = is_scalar(exception) ? unbox(exception) : exception->tag;
  if (tag >= EXCEPTIONS) decline_at(name, "(kernel) an error of an unknown kind");
  if (tag >= FIRST_RESOURCE) decline_at(name, "(kernel) %s", exceptions[tag]);
  if (tag == OTHER) {
    const char *message = bytes_of_string(fields_of(exception)[0]);
    /* A power or a shift that would not fit into memory: a limit. */
    if (!strncmp(message, "the kernel refused to evaluate", 30))
      decline_at(name, "(kernel) %s", message);
    reject(name, "(kernel) %s", message);
  }
  if (tag > ALREADY_DECLARED) reject(name, "(kernel) %s", exceptions[tag]);
  struct text which = {0};
  text_name(&which, fields_of(exception)[1]);
  reject(name, "(kernel) %s %s", exceptions[tag], which.bytes);
}

/* Takes over `declaration`. Without heartbeats: the caller limits the time. */
static void add(obj name, obj declaration) {
  obj result = kernel.add_decl(environment, 0, 0, declaration, box(0));
  environment = NULL; /* taken over; the failure holds what is left of it */
  drop(declaration);
  if (result->tag != 1) objection(name, fields_of(result)[0]);
  environment = take_field(result, 0);
}

/* ---- order: what a declaration mentions comes before it. A circle ends in "unknown constant". */

static void visit(struct declaration *);

static void visit_name(obj name) {
  struct declaration *found = module_find_name(name);
  if (found) visit(found);
}

static void visit_names(value list) {
  values names = list_values(list);
  for (size_t i = 0; i < names.count; i++) {
    struct declaration *found = module_find(names.items[i]);
    if (found) visit(found);
  }
  free(names.items);
}

static void visit_owner(const struct declaration *constructor) {
  struct declaration *owner = module_find(declaration_owner(constructor));
  if (owner) visit(owner);
}

/* The types of a group and their constructors are marked before anything that they mention is
 * followed: the kernel takes them all at once. */
static void claim_group(struct declaration *d, values group) {
  bool own = false;
  for (size_t i = 0; i < group.count; i++) {
    struct declaration *type = module_find(group.items[i]);
    bool is_own = type == d && !own;
    if (!type || type->kind != INDUCTIVE || type->left_out || (type->state != NEW && !is_own))
      reject(d->name, "the types of its group are not in the module");
    own = own || is_own;
    type->state = UNDER_WAY;
    values constructors = list_values(declaration_constructors(type));
    for (size_t k = 0; k < constructors.count; k++) {
      struct declaration *c = module_find(constructors.items[k]);
      if (!c || c->kind != CONSTRUCTOR || c->left_out || c->state == DONE)
        reject(d->name, "its constructors are not in the module");
      c->state = DONE;
    }
    free(constructors.items);
  }
  if (!own) reject(d->name, "is not of its own group");
}

static obj inductive_type(const struct declaration *type) {
  build_mentioned(declaration_type(type), visit_name);
  values names = list_values(declaration_constructors(type));
  obj *constructors = malloc((names.count + 1) * sizeof *constructors);
  if (!constructors) decline("no memory");
  for (size_t i = 0; i < names.count; i++) {
    const struct declaration *c = module_find(names.items[i]);
    build_mentioned(declaration_type(c), visit_name);
    constructors[i] = construct(0, 2, keep(c->name), build_term(declaration_type(c)));
  }
  obj list = list_of(names.count, constructors);
  free(constructors);
  free(names.items);
  return construct(0, 3, keep(type->name), build_term(declaration_type(type)), list);
}

static void add_group(struct declaration *d) {
  values group = list_values(declaration_group(d));
  claim_group(d, group);
  obj *types = malloc((group.count + 1) * sizeof *types);
  if (!types) decline("no memory");
  for (size_t i = 0; i < group.count; i++)
    types[i] = inductive_type(module_find(group.items[i]));
  obj parameters = box(small_number(declaration_parameters(d)));
  add(d->name, kernel.inductive_decl(declaration_levels(d), parameters,
                                   list_of(group.count, types), false));
  for (size_t i = 0; i < group.count; i++) module_find(group.items[i])->state = DONE;
  free(types);
  free(group.items);
}

static void visit(struct declaration *d) {
  if (d->left_out || d->state != NEW) return;
  if (++chain > MAX_CHAIN) decline_at(d->name, "rests on more than %d others in a row", MAX_CHAIN);
  d->state = UNDER_WAY;
  build_mentioned(declaration_type(d), visit_name);
  switch (d->kind) {
    case DEFINITION:
    case THEOREM:
    case OPAQUE: build_mentioned(declaration_value(d), visit_name); /* fall through */
    case AXIOM: add(d->name, keep(d->info)); break; /* a Declaration is numbered alike */
    case QUOTIENT: /* one declaration makes all four of its constants */
      visit_name(eq_name);
      if (!quotients_added) add(d->name, box(QUOTIENT));
      quotients_added = true;
      break;
    case INDUCTIVE: add_group(d); break;
    case CONSTRUCTOR: visit_owner(d); break;
    case RECURSOR: visit_names(declaration_owners(d)); break;
  }
  d->state = DONE;
  chain--;
}

/* ---- judging */

/* What the kernel made must be what the file says: the types' constants, constructors and
 * recursors are the kernel's own, and what was left out must not be among them. */
static void require_recursor(const struct declaration *d, const char *name) {
  obj full = lean.name_string(keep(d->name), lean.string(name, strlen(name)));
  const struct declaration *found = module_find_name(full);
  /* Else a later module could give the name to something else, under theorems that use it. */
  if (!found || found->kind != RECURSOR || found->left_out)
    reject(d->name, "its recursor %s is not in the module", name);
  drop(full);
}

static void compare_recursors(const struct declaration *d) {
  require_recursor(d, "rec");
  values group = list_values(declaration_group(d));
  if (group.count && module_find(group.items[0]) == d)
    for (size_t i = 1; i <= declaration_nested(d); i++) { /* the first type has the others */
      char name[32];
      snprintf(name, sizeof name, "rec_%zu", i);
      require_recursor(d, name);
    }
  free(group.items);
}

static void compare(const struct declaration *d) {
  obj found = constant_in(environment, d->name);
  if (d->left_out) {
    if (found) reject(d->name, "is said to be unsafe, and the kernel made one of this name");
    return;
  }
  if (!found) reject(d->name, "is not what the kernel makes");
  if (!kernel.info_eq(found, d->info)) reject(d->name, "is not what the kernel makes of it");
  drop(found);
  if (d->kind == INDUCTIVE) compare_recursors(d);
}

void kernel_judge(obj imports, value names, value constants) {
  module_read(names, constants);
  for (size_t i = 0; i < declaration_count; i++) {
    const struct declaration *d = declarations + i;
    if (!trusted && is_reserved(d->name)) reject(d->name, "a name that the kernel computes with");
    if (is_in(imports, d->name)) reject(d->name, "already declared by an import");
  }
  for (size_t i = 0; i < declaration_count; i++)
    if (!declarations[i].left_out) declaration_build(declarations + i);
  environment = keep(imports);
  quotients_added = false;
  chain = 0;
  for (size_t i = 0; i < declaration_count; i++) visit(declarations + i);
  for (size_t i = 0; i < declaration_count; i++) compare(declarations + i);
}

void kernel_close(void) {
  module_close();
  if (environment) drop(environment);
  environment = NULL;
}
