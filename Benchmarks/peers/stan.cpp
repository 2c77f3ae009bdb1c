// Stan Math: every operation is a node with value and adjoint, as here. usage: stan WORKLOAD REPEATS
#include <stan/math/rev/core.hpp>
#include <stan/math/rev/scal.hpp>

#include "workloads.h"

using stan::math::var;

// relu as a node of its own.
struct relu_vari : public stan::math::op_v_vari {
  explicit relu_vari(stan::math::vari* x) : op_v_vari(x->val_ > 0 ? x->val_ : 0.0, x) {}
  void chain() {
    if (avi_->val_ > 0) avi_->adj_ += adj_;
  }
};
static var relu(const var& x) { return var(new relu_vari(x.vi_)); }

static void differentiate(var output) {
  stan::math::grad(output.vi_);
  stan::math::recover_memory();
}

int main(int, char** arguments) {
  const std::string name = arguments[1];
  const int inner = name == "D" ? 10000 : 1;
  auto relus = [](const var& x) { return relu(x); };
  auto tanhs = [](const var& x) { return var(tanh(x)); };
  const double time = median(atoi(arguments[2]), [&] {
    for (int i = 0; i < inner; i++)
      differentiate(name == "A"    ? network<var>(relus, relus)
                    : name == "At" ? network<var>(tanhs, relus)
                    : name == "B2" ? chain<var>()
                    : name == "C"  ? squares<var>()
                                   : six<var>());
  });
  printf("%f\n", time / nodes(name) / inner);
}
