// ADOL-C: a tape of operations, without a value or an adjoint per node. usage: adolc WORKLOAD REPEATS
#include <adolc/adolc.h>

#include "workloads.h"

int main(int, char** arguments) {
  const std::string name = arguments[1];
  const int inner = name == "D" ? 1000 : 1;
  auto relus = [](const adouble& x) { return adouble(fmax(x, 0.0)); };
  auto tanhs = [](const adouble& x) { return adouble(tanh(x)); };
  const double time = median(atoi(arguments[2]), [&] {
    for (int i = 0; i < inner; i++) {
      double value, seed = 1, gradient, point = 1;
      trace_on(1, 1);
      adouble independent;
      independent <<= point;
      adouble output = name == "A"    ? network<adouble>(relus, relus)
                       : name == "At" ? network<adouble>(tanhs, relus)
                       : name == "B2" ? chain<adouble>()
                       : name == "C"  ? squares<adouble>()
                                      : six<adouble>();
      output = output + independent;
      output >>= value;
      trace_off();
      reverse(1, 1, 1, 0, seed, &gradient);
    }
  });
  printf("%f\n", time / nodes(name) / inner);
}
