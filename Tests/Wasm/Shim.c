// What Embedded Swift's standard library asks of a platform and wasi-libc lacks, and the module as a command of WASI.
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

// Seeds of hash tables. No output depends on their order, so they need not differ from run to run.
void arc4random_buf(void *buffer, size_t count) {
  unsigned char *bytes = buffer;
  for (size_t i = 0; i < count; i++) bytes[i] = (unsigned char)(i * 167 + 13);
}

// The number at the start of a text, in the C locale, the only one of wasi-libc; the end of what was read, or null.
const char *_swift_stdlib_strtod_clocale(const char *text, double *number) {
  char *end;
  *number = strtod(text, &end);
  return end == text ? 0 : end;
}

unsigned char *gradgraph_input(int32_t);
int32_t gradgraph_answer(int32_t);
unsigned char *gradgraph_output(void);
int32_t gradgraph_output_length(void);

static int transfer(ssize_t (*step)(int, unsigned char *, size_t), int file, unsigned char *bytes, size_t count) {
  while (count > 0) {
    ssize_t done = step(file, bytes, count);
    if (done <= 0) return 0;
    bytes += done;
    count -= (size_t)done;
  }
  return 1;
}

static ssize_t take(int file, unsigned char *bytes, size_t count) { return read(file, bytes, count); }
static ssize_t give(int file, unsigned char *bytes, size_t count) { return write(file, bytes, count); }

// Reads questions and writes answers until the input ends: a question is the form and the length, both four bytes with
// the lowest first, and the formula; an answer is the status, the length and the text.
void _start(void) {
  int32_t head[2];
  while (transfer(take, 0, (unsigned char *)head, sizeof head)) {
    if (!transfer(take, 0, gradgraph_input(head[1]), (size_t)head[1])) __builtin_trap();
    head[0] = gradgraph_answer(head[0]);
    head[1] = gradgraph_output_length();
    if (!transfer(give, 1, (unsigned char *)head, sizeof head)) __builtin_trap();
    if (!transfer(give, 1, gradgraph_output(), (size_t)head[1])) __builtin_trap();
  }
}
