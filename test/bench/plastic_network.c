// The plastic two-population network of shared/specs written down plainly: one thread, the peer
// that the benchmark compiles (gcc -O3 -march=native) and measures in the same run.
// Usage: plastic_network N model(0 integrate-and-fire, 1 ignore-and-fire) duration_s seed
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static uint64_t state[4];
static inline uint64_t rotate(uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }
static inline uint64_t word(void) {
  uint64_t result = rotate(state[0] + state[3], 23) + state[0], t = state[1] << 17;
  state[2] ^= state[0];
  state[3] ^= state[1];
  state[1] ^= state[2];
  state[0] ^= state[3];
  state[2] ^= t;
  state[3] = rotate(state[3], 45);
  return result;
}
static inline double uniform(void) { return (double)(word() >> 11) * 0x1p-53; }
static void seed(uint64_t s) {
  for (int i = 0; i < 4; i++) {
    uint64_t z = (s += 0x9e3779b97f4a7c15ull);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
    state[i] = z ^ (z >> 31);
  }
}
static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

typedef struct { int target; double weight; } Plastic;
typedef struct { int count, room; double *time, *trace; } History;

int main(int argc, char **argv) {
  if (argc < 5) return 1;
  const int N = atoi(argv[1]), model = atoi(argv[2]), NE = (int)(0.8 * N), KE = 1000, KI = 250;
  const double dt = 0.125, duration = atof(argv[3]) * 1000;
  const int steps = (int)round(duration / dt), d = 12, refractory = 16;
  seed(atoi(argv[4]));
  const double tau_m = 20, tau_s = 2, C = 250, theta = 20, I_E = 31.90080273888664, I_I = -10 * I_E;
  const double nu_X = 1729.7971034581633, lambda = 20, alpha = 0.1, mu = 0.4;
  const double tau_plus = 15, tau_minus = model ? 20 : 30, delay = 1.5;

  double begin = now();
  int *sources = malloc(sizeof(int) * (size_t)N * (KE + KI));
  int *firstE = calloc(N + 1, sizeof(int)), *firstX = calloc(N + 1, sizeof(int));
  for (int j = 0; j < N; j++)
    for (int k = 0; k < KE + KI; k++) {
      int s;
      do s = k < KE ? (int)(uniform() * NE) : NE + (int)(uniform() * (N - NE));
      while (s == j);
      sources[(size_t)j * (KE + KI) + k] = s;
      if (s < NE && j < NE) firstE[s + 1]++;
      else firstX[s + 1]++;
    }
  for (int i = 0; i < N; i++) firstE[i + 1] += firstE[i], firstX[i + 1] += firstX[i];
  Plastic *plastic = malloc(sizeof(Plastic) * (size_t)firstE[N]);
  int *fixed = malloc(sizeof(int) * (size_t)firstX[N]);
  int *nextE = malloc(sizeof(int) * N), *nextX = malloc(sizeof(int) * N);
  memcpy(nextE, firstE, sizeof(int) * N);
  memcpy(nextX, firstX, sizeof(int) * N);
  for (int j = 0; j < N; j++)
    for (int k = 0; k < KE + KI; k++) {
      int s = sources[(size_t)j * (KE + KI) + k];
      if (s < NE && j < NE) plastic[nextE[s]++] = (Plastic){j, I_E};
      else fixed[nextX[s]++] = j;
    }
  free(sources);

  double *V = malloc(sizeof(double) * N), *I = calloc(N, sizeof(double)), *y = calloc(N, sizeof(double));
  int *rest = calloc(N, sizeof(int)), *period = malloc(sizeof(int) * N), *left = malloc(sizeof(int) * N);
  double *arriving = calloc((size_t)(d + 1) * N, sizeof(double));
  double *last = calloc(N, sizeof(double)), *Kplus = calloc(N, sizeof(double));
  History *history = calloc(N, sizeof(History));
  for (int i = 0; i < N; i++) {
    V[i] = theta * uniform();
    double exact = 1000 / ((0.5 + uniform()) * dt);
    period[i] = (int)round(exact);
    left[i] = (int)round((0.01 + 0.99 * uniform()) * exact);
  }
  double built = now();

  const double em = exp(-dt / tau_m), es = exp(-dt / tau_s), b = 1 / tau_s - 1 / tau_m;
  const double VI = (em - es) / b / C, Vy = ((em - es) / b - dt * es) / b / C, Iy = dt * es;
  const double jump = exp(1) / tau_s, mean = nu_X * dt / 1000, silent = exp(-mean);
  long spikes = 0, spikesE = 0;
  int *spiking = malloc(sizeof(int) * N);
  for (int step = 1; step <= steps; step++) {
    const double t = step * dt;
    double *input = arriving + (size_t)(step % (d + 1)) * N;
    int count = 0;
    for (int i = 0; i < N; i++) {
      double u = uniform(), p = silent, sum = p;
      int events = 0;
      while (u >= sum) p *= mean / ++events, sum += p;
      const double arrived = input[i] + events * I_E;
      input[i] = 0;
      if (model) {
        y[i] += arrived;
        if (--left[i] <= 0) left[i] = period[i], spiking[count++] = i;
        continue;
      }
      if (rest[i] == 0) V[i] = em * V[i] + VI * I[i] + Vy * y[i];
      else rest[i]--;
      I[i] = es * I[i] + Iy * y[i];
      y[i] = es * y[i] + jump * arrived;
      if (V[i] >= theta) V[i] = 0, rest[i] = refractory, spiking[count++] = i;
    }
    double *out = arriving + (size_t)((step + d) % (d + 1)) * N;
    for (int s = 0; s < count; s++) {
      const int i = spiking[s];
      spikes++;
      if (i < NE) {
        spikesE++;
        History *h = history + i;
        if (h->count == h->room) {
          h->room = h->room ? 2 * h->room : 16;
          h->time = realloc(h->time, sizeof(double) * h->room);
          h->trace = realloc(h->trace, sizeof(double) * h->room);
        }
        const int n = h->count++;
        h->time[n] = t;
        h->trace[n] = (n ? h->trace[n - 1] * exp((h->time[n - 1] - t) / tau_minus) : 0) + 1;
      }
    }
    for (int s = 0; s < count; s++) {
      const int i = spiking[s];
      for (int k = firstX[i]; k < firstX[i + 1]; k++) out[fixed[k]] += i < NE ? I_E : I_I;
      if (i >= NE) continue;
      for (int k = firstE[i]; k < firstE[i + 1]; k++) {
        Plastic *synapse = plastic + k;
        const History *h = history + synapse->target;
        double w = synapse->weight;
        int n = h->count;
        while (n > 0 && h->time[n - 1] + delay > last[i]) n--;
        for (; n < h->count && h->time[n] + delay <= t; n++)
          if (Kplus[i] > 0) w += lambda * pow(w, mu) * Kplus[i] * exp((last[i] - h->time[n] - delay) / tau_plus);
        n = h->count;
        while (n > 0 && h->time[n - 1] >= t - delay) n--;
        if (n > 0) w -= lambda * alpha * w * h->trace[n - 1] * exp((h->time[n - 1] - (t - delay)) / tau_minus);
        if (w < 0) w = 0;
        synapse->weight = w;
        out[synapse->target] += w;
      }
      Kplus[i] = Kplus[i] * exp((last[i] - t) / tau_plus) + 1;
      last[i] = t;
    }
  }
  double done = now(), sum = 0, squares = 0;
  int n = 0;
  for (int i = 0; i < 200 && i < NE; i++)
    for (int k = firstE[i]; k < firstE[i + 1]; k++)
      if (plastic[k].target < 200) sum += plastic[k].weight, squares += plastic[k].weight * plastic[k].weight, n++;
  const double average = sum / n;
  printf("{\"build\": %g, \"simulate\": %g, \"rate\": %g, \"rate_E\": %g, \"weight_mean\": %g, \"weight_sd\": %g}\n",
         built - begin, done - built, spikes / (N * duration / 1000), spikesE / (NE * duration / 1000),
         average, sqrt(squares / n - average * average));
  return 0;
}
