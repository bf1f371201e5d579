// SPDX-License-Identifier: Apache-2.0
// The few features of CUDA that the kernels use, on the processor: threads are fibres where they wait for each other,
// blocks run one after the other, clusters of 8 together; first to last, or last to first: what depends on that lacks a barrier.
// Shared memory starts as NaN. One launch at a time.
#pragma once
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <string>
#include <utility>
#include <vector>
#include <sys/mman.h>
#if !defined(__x86_64__)
#include <ucontext.h>
#endif

struct dim3 { unsigned x, y, z; };
struct alignas(16) float4 { float x, y, z, w; };
static inline float4 make_float4(float a, float b, float c, float d) { return float4{a, b, c, d}; }
struct Barrier { int count = 0; long generation = 0; };
struct Fibre {
#if defined(__x86_64__)
    void *sp = nullptr;
#else
    ucontext_t context;
#endif
    bool done = false; dim3 tid{0, 0, 0}, bid{0, 0, 0}; int block = 0; int rank = 0;
};
struct Shim {
    std::vector<Fibre> fibres; std::vector<Barrier> blockBarriers, warpBarriers; Barrier cluster;
    std::vector<float *> smem; std::vector<double> warpValues;
    int current = 0, threads = 0, clusterBlocks = 1; dim3 grid{1, 1, 1}, block{1, 1, 1};
    dim3 tid{0, 0, 0}, bid{0, 0, 0}; bool flat = true, backwards = false;
    void (*call)(void *, void **) = nullptr; void *fn = nullptr; void **args = nullptr;
#if defined(__x86_64__)
    void *mainSp = nullptr;
#else
    ucontext_t mainContext;
#endif
};
static Shim SHIM;
#define threadIdx (SHIM.flat ? SHIM.tid : SHIM.fibres[SHIM.current].tid)
#define blockIdx (SHIM.flat ? SHIM.bid : SHIM.fibres[SHIM.current].bid)
#define blockDim (SHIM.block)
#define gridDim (SHIM.grid)

#if defined(__x86_64__)
extern "C" void shim_switch(void **from, void *to);
asm(".text\n.globl shim_switch\n.hidden shim_switch\n.type shim_switch,@function\nshim_switch:\n"
    "push %rbp\npush %rbx\npush %r12\npush %r13\npush %r14\npush %r15\n"
    "mov %rsp,(%rdi)\nmov %rsi,%rsp\n"
    "pop %r15\npop %r14\npop %r13\npop %r12\npop %rbx\npop %rbp\nret\n");
#endif
static void shim_to_main() {
    int me = SHIM.current;
#if defined(__x86_64__)
    shim_switch(&SHIM.fibres[me].sp, SHIM.mainSp);
#else
    swapcontext(&SHIM.fibres[me].context, &SHIM.mainContext);
#endif
    SHIM.current = me;
}
static void shim_to(int i) {
    SHIM.current = i;
#if defined(__x86_64__)
    shim_switch(&SHIM.mainSp, SHIM.fibres[i].sp);
#else
    swapcontext(&SHIM.mainContext, &SHIM.fibres[i].context);
#endif
}
static void shim_entry() {
    SHIM.call(SHIM.fn, SHIM.args);
    SHIM.fibres[SHIM.current].done = true;
    shim_to_main();
    abort();
}
static inline void shim_wait(Barrier &b, int n) {
    if (++b.count == n) { b.count = 0; b.generation++; return; }
    long g = b.generation;
    while (b.generation == g) shim_to_main();
}
// Blocks first .. first + blocks - 1 together. False if they wait for each other for ever.
static bool shim_run(int first, int blocks, size_t sharedBytes) {
    const size_t STACK = 65536;
    int n = blocks * SHIM.threads;
    static char *stacks = nullptr; static size_t have = 0;
    if (have < n * STACK) {
        if (stacks) munmap(stacks, have);
        have = n * STACK;
        stacks = (char *)mmap(0, have, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    }
    SHIM.fibres.assign(n, Fibre());
    SHIM.blockBarriers.assign(blocks, Barrier()); SHIM.warpBarriers.assign(n / 32 + 1, Barrier()); SHIM.cluster = Barrier();
    SHIM.warpValues.assign(n, 0);
    for (int b = 0; b < blocks; b++) {
        size_t bytes = (sharedBytes + 127) / 128 * 128 + 128;
        float *p = (float *)aligned_alloc(128, bytes);
        memset(p, 0xff, bytes);
        SHIM.smem.push_back(p);
    }
    for (int i = 0; i < n; i++) {
        Fibre &f = SHIM.fibres[i];
        int b = first + i / SHIM.threads, t = i % SHIM.threads;
        f.tid = dim3{t % SHIM.block.x, t / SHIM.block.x, 0}; f.bid = dim3{b % SHIM.grid.x, b / SHIM.grid.x, 0};
        f.block = i / SHIM.threads; f.rank = b % SHIM.clusterBlocks;
        char *stack = stacks + (size_t)i * STACK;
#if defined(__x86_64__)
        void **sp = (void **)(stack + STACK - 64);
        *--sp = (void *)0; *--sp = (void *)shim_entry;
        for (int r = 0; r < 6; r++) *--sp = (void *)0;
        f.sp = sp;
#else
        getcontext(&f.context); f.context.uc_stack.ss_sp = stack; f.context.uc_stack.ss_size = STACK; f.context.uc_link = nullptr;
        makecontext(&f.context, shim_entry, 0);
#endif
    }
    bool alive = true; int idle = 0;
    for (int live = n; live > 0 && alive;) {
        live = 0;
        for (int k = 0; k < n; k++) {
            int i = SHIM.backwards ? n - 1 - k : k;
            if (!SHIM.fibres[i].done) { shim_to(i); if (!SHIM.fibres[i].done) live++; }
        }
        if (++idle > 1000000) alive = false;
    }
    for (int b = 0; b < blocks; b++) free(SHIM.smem[b]);
    SHIM.smem.clear();
    return alive;
}
#define SHARED float *sm = SHIM.smem[SHIM.fibres[SHIM.current].block]
#define SHARED_OF(b) (SHIM.smem[b])
static inline void SYNC() { shim_wait(SHIM.blockBarriers[SHIM.fibres[SHIM.current].block], SHIM.threads); }
static inline void CSYNC() { shim_wait(SHIM.cluster, SHIM.threads * SHIM.clusterBlocks); }
static inline int CRANK() { return SHIM.fibres[SHIM.current].rank; }
static inline float *REMOTE(float *p, int rank) { return SHIM.smem[rank] + (p - SHIM.smem[SHIM.fibres[SHIM.current].block]); }
static inline double shim_shuffle(double v, int source) {
    int w = SHIM.current / 32;
    SHIM.warpValues[SHIM.current] = v;
    shim_wait(SHIM.warpBarriers[w], 32);
    double r = SHIM.warpValues[w * 32 + (source & 31)];
    shim_wait(SHIM.warpBarriers[w], 32);
    return r;
}
static inline float SHFLX(float v, int m) { return (float)shim_shuffle(v, (SHIM.current & 31) ^ m); }
static inline double SHFLX(double v, int m) { return shim_shuffle(v, (SHIM.current & 31) ^ m); }
static inline float SHFL(float v, int s) { return (float)shim_shuffle(v, s); }
static inline double DMUL(double a, double b) { return a * b; }
static inline double DADD(double a, double b) { return a + b; }
static inline double DDIV(double a, double b) { return a / b; }
static inline float FDIV(float a, float b) { return a / b; }
static inline float FADD(float a, float b) { return a + b; }
static inline float TO_FLOAT(double v) { return (float)v; }
static inline long long BITS(double v) { long long b; memcpy(&b, &v, 8); return b; }
static inline double FROM_BITS(long long b) { double v; memcpy(&v, &b, 8); return v; }
static inline float4 LD4(const float *p) {
    if ((uintptr_t)p & 15) { printf("misaligned vector\n"); abort(); }
    return *(const float4 *)p;
}
static inline int min(int a, int b) { return a < b ? a : b; }
static inline int max(int a, int b) { return a > b ? a : b; }

struct Entry { int kind; std::string types; void (*call)(void *, void **); void *fn; };
static std::map<std::string, Entry> &entries() { static std::map<std::string, Entry> all; return all; }
template <class T> struct Code { static const char value = 'p'; };
template <> struct Code<int> { static const char value = 'i'; };
template <> struct Code<float> { static const char value = 'f'; };
template <> struct Code<double> { static const char value = 'd'; };
template <class... A> struct Caller {
    template <size_t... I> static void with(void *fn, void **args, std::index_sequence<I...>) {
        ((void (*)(A...))fn)(*(A *)args[I]...);
    }
    static void call(void *fn, void **args) { with(fn, args, std::index_sequence_for<A...>{}); }
};
struct Registered {
    template <class... A> Registered(const char *name, int kind, void (*fn)(A...)) {
        entries()[name] = Entry{kind, std::string{Code<A>::value...}, &Caller<A...>::call, (void *)fn};
    }
};
#define DEV static inline
#define RARE static
#define SHIM_KERNEL(kind, name, ...) static void name(__VA_ARGS__); static Registered registered_##name(#name SUFFIX, kind, name); static void name(__VA_ARGS__)
#define KERNEL(name, ...) SHIM_KERNEL(0, name, __VA_ARGS__)
#define BLOCK_KERNEL(name, ...) SHIM_KERNEL(1, name, __VA_ARGS__)
#define CLUSTER_KERNEL(name, ...) SHIM_KERNEL(8, name, __VA_ARGS__)
#define UNROLL
#define SUFFIX ""
