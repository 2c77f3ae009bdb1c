// The workloads, as Sources/Workloads/Workload.swift records them, for any type with operators.
#pragma once
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

struct Congruential {
  uint64_t state = 42;
  double next() {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    return double(int64_t(state) >> 11) / 4503599627370496.0;
  }
};

template <class Number, class Activation, class Hinge>
Number network(Activation activation, Hinge hinge) {
  Congruential random;
  const int sizes[4] = {2, 16, 16, 1};
  std::vector<std::vector<std::vector<Number>>> weights(3);
  std::vector<std::vector<Number>> biases(3);
  for (int layer = 0; layer < 3; layer++)
    for (int j = 0; j < sizes[layer + 1]; j++) {
      weights[layer].emplace_back();
      for (int i = 0; i < sizes[layer]; i++) weights[layer][j].push_back(Number(random.next()));
      biases[layer].push_back(Number(0.0));
    }
  Number loss = 0.0;
  for (int point = 0; point < 100; point++) {
    std::vector<Number> inputs;
    inputs.push_back(Number(random.next()));
    inputs.push_back(Number(random.next()));
    for (int layer = 0; layer < 3; layer++) {
      std::vector<Number> outputs;
      outputs.reserve(sizes[layer + 1]);
      for (int j = 0; j < sizes[layer + 1]; j++) {
        Number total = biases[layer][j];
        for (int i = 0; i < sizes[layer]; i++) total = total + weights[layer][j][i] * inputs[i];
        outputs.push_back(layer < 2 ? activation(total) : total);
      }
      inputs = std::move(outputs);
    }
    loss = loss + hinge(inputs[0] * (point % 2 == 0 ? -1.0 : 1.0) + 1.0);
  }
  Number penalty = 0.0;
  for (auto& layer : weights)
    for (auto& neuron : layer)
      for (auto& weight : neuron) penalty = penalty + weight * weight;
  return loss * 0.01 + penalty * 1e-4;
}

template <class Number>
Number chain() {
  Number a = 1.0, b = 1e-9, x = 0.5;
  for (int i = 0; i < 1000000; i++) x = tanh(x * a + b);
  return x;
}

template <class Number>
Number squares() {
  Number total = 0.0;
  for (int i = 0; i < 1000000; i++) {
    Number x = double(i & 15);
    total = total + x * x;
  }
  return total;
}

template <class Number>
Number six() {
  Number a = 2.0, b = -3.0;
  return tanh(a * b + a * a);
}

// The nodes that our graph has of a workload, so that all engines divide by the same number.
inline double nodes(const std::string& name) {
  if (name == "A" || name == "At") return 66461;
  if (name == "D") return 1;
  return 3000000;
}

// In nanoseconds, so that other programs do not count.
inline double processor_time() {
  timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec * 1e9 + time.tv_nsec;
}

template <class Body>
double median(int count, Body body) {
  std::vector<double> times;
  for (int i = 0; i <= count; i++) {
    const double start = processor_time();
    body();
    if (i) times.push_back(processor_time() - start);
  }
  std::sort(times.begin(), times.end());
  return times[count / 2];
}
