/* The constants of a module as the file claims them. */
#pragma once
#include "build.h"

/* As the constructors of Lean.ConstantInfo are numbered. */
enum kind { AXIOM, DEFINITION, THEOREM, OPAQUE, QUOTIENT, INDUCTIVE, CONSTRUCTOR, RECURSOR };
enum { KINDS = 8 };

struct declaration {
  enum kind kind;
  cell own;      /* what this kind has of its own */
  cell common;   /* name, level parameters, type */
  obj name;      /* borrowed from the tables of build.c */
  obj info;      /* a Lean.ConstantInfo, owned; NULL until its terms are built */
  bool left_out; /* unsafe or partial: not for the kernel */
  enum { NEW, UNDER_WAY, DONE } state;
};

/* What an element of the module's array claims; its terms are not built yet. */
struct declaration declaration_read(value info);
/* Builds its terms, and the constant. */
void declaration_build(struct declaration *);

/* Its parts in the file. */
value declaration_type(const struct declaration *);
/* Of a definition, theorem or opaque constant. */
value declaration_value(const struct declaration *);
/* Of an inductive type. */
value declaration_group(const struct declaration *);
value declaration_constructors(const struct declaration *);
value declaration_parameters(const struct declaration *);
size_t declaration_nested(const struct declaration *);
/* The type that a constructor belongs to, the types that a recursor is for. */
value declaration_owner(const struct declaration *);
value declaration_owners(const struct declaration *);
/* All constants of a declaration share their level parameters. */
obj declaration_levels(const struct declaration *);
