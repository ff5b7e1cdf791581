// The allocator's own functions, which the Glibc module leaves out.
#include <malloc.h>
