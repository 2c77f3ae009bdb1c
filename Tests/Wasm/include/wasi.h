// The headers of wasi-libc that the portable targets use: libm, and the memory of the engine.
#include <math.h>
#include <stdlib.h>
