/* The AdEx update of test/bench/engine.mjs in C: prints nanoseconds per neuron and step. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

int main(int argc, char **argv) {
  int N = atoi(argv[1]), steps = atoi(argv[2]);
  double *V = aligned_alloc(64, 8 * (N + 8)), *w = aligned_alloc(64, 8 * (N + 8));
  double *ge = aligned_alloc(64, 8 * (N + 8)), *gi = aligned_alloc(64, 8 * (N + 8));
  const double C = 104e-12, gL = 4.3e-9, EL = -65e-3, VT = -52e-3, DT = 0.8e-3, Vs = 40e-3;
  const double Vr = -53e-3, a = -0.8e-9, b = 65e-12, tau_w = 88e-3, Ee = 0, Ei = -80e-3;
  const double tau_g = 7e-3, dt = 1e-4;
  double best = 1e30;
  long spikes = 0;
  for (int round = 0; round < 5; round++) {
    for (int i = 0; i < N; i++)
      V[i] = EL + 1e-5 * (i % 1000), w[i] = 0, ge[i] = 1e-12 * (i % 1000), gi[i] = 0;
    struct timespec s, e;
    clock_gettime(CLOCK_MONOTONIC, &s);
    for (int step = 0; step < steps; step++) {
      for (int i = 0; i < N; i++) {
        double I = ge[i] * (V[i] - Ee) + gi[i] * (V[i] - Ei);
        double dV = (-gL * (V[i] - EL) + gL * DT * exp((V[i] - VT) / DT) - I - w[i]) / C;
        double dw = (a * (V[i] - EL) - w[i]) / tau_w;
        V[i] += dt * dV;
        w[i] += dt * dw;
        ge[i] -= dt * ge[i] / tau_g;
        gi[i] -= dt * gi[i] / tau_g;
      }
      for (int i = 0; i < N; i++)
        if (V[i] > Vs) V[i] = Vr, w[i] += b, spikes++;
    }
    clock_gettime(CLOCK_MONOTONIC, &e);
    double t = (e.tv_sec - s.tv_sec) * 1e9 + (e.tv_nsec - s.tv_nsec);
    if (t < best) best = t;
  }
  fprintf(stderr, "%ld\n", spikes);
  printf("%.3f\n", best / steps / N);
}
