// SPDX-License-Identifier: Apache-2.0
// What the kernels are written with. One text for NVRTC, nvcc and the processor: with HOST_SHIM, shim.h says the same of
// fibres. KERNEL has threads that need nothing of each other; BLOCK_KERNEL waits within a block; CLUSTER_KERNEL within
// clusters of 8 blocks, two of which share a multiprocessor (unasked, ptxas takes 64 registers and spills; so, 89).
// Reductions add in a fixed order, there are no atomics: same input, same bits.
#pragma once
#ifdef HOST_SHIM
#include "shim.h"
#else
#define DEV __device__ __forceinline__
// One draw in a hundred: not worth the registers.
#define RARE static __device__ __noinline__
#define KERNEL(name, ...) extern "C" __global__ void name(__VA_ARGS__)
#define BLOCK_KERNEL(name, ...) extern "C" __global__ void name(__VA_ARGS__)
#if defined(__CUDA_ARCH__) && __CUDA_ARCH__ < 900
#define CLUSTER_KERNEL(name, ...) extern "C" __global__ void name(__VA_ARGS__)
#else
#define CLUSTER_KERNEL(name, ...) extern "C" __global__ void __cluster_dims__(8, 1, 1) __launch_bounds__(256, 2) name(__VA_ARGS__)
#endif
#define SHARED extern __shared__ __align__(128) float sm[]
#define UNROLL _Pragma("unroll")
DEV void SYNC() { __syncthreads(); }
#if defined(__CUDA_ARCH__) && __CUDA_ARCH__ >= 900
DEV void CSYNC() { asm volatile("barrier.cluster.arrive.release.aligned;\nbarrier.cluster.wait.acquire.aligned;" ::: "memory"); }
DEV int CRANK() { unsigned r; asm volatile("mov.u32 %0, %%cluster_ctarank;" : "=r"(r)); return (int)r; }
// Where another block of the cluster has what this one has at p.
DEV float *REMOTE(float *p, int rank) {
    unsigned long long r;
    asm volatile("mapa.u64 %0, %1, %2;" : "=l"(r) : "l"((unsigned long long)p), "r"(rank));
    return (float *)r;
}
#endif
DEV float4 LD4(const float *p) { return *(const float4 *)p; }
DEV double SHFLX(double v, int m) { return __shfl_xor_sync(0xffffffffu, v, m); }
DEV float SHFLX(float v, int m) { return __shfl_xor_sync(0xffffffffu, v, m); }
DEV double DMUL(double a, double b) { return __dmul_rn(a, b); }
DEV double DADD(double a, double b) { return __dadd_rn(a, b); }
DEV double DDIV(double a, double b) { return __ddiv_rn(a, b); }
DEV float FDIV(float a, float b) { return __fdiv_rn(a, b); }
DEV float FADD(float a, float b) { return __fadd_rn(a, b); }
DEV float TO_FLOAT(double v) { return __double2float_rn(v); }
DEV long long BITS(double v) { return __double_as_longlong(v); }
DEV double FROM_BITS(long long v) { return __longlong_as_double(v); }
#endif

// What changes from step to step. Written by step_begin alone, so that nothing else knows how it is laid out.
struct State {
    const float *data;     // resident rows, or null: the batch has been written where it belongs
    const int *order;      // numbers of rows
    long long key;         // of the noise
    long long firstNoise;  // row of the first draw
    double codeScale;      // factor on the divergence's gradient
    double beta;
    double relaxation;
    double rate;           // learning rate / (1 - beta1^t)
    double root;           // 1 / sqrt(1 - beta2^t)
    double clipping;       // largest norm of the gradient
    double gradientScale;  // below 1 where clipping takes hold; written by clip_gradient
    double learningRate;   // as it is
    double rowScale;       // factor on the gradient of a row's loss, where their number changes
    int first;             // where in order the batch begins
    int noiseOrder;        // 0: given, 1: by draw, 2: by point
    int slot;              // of the ring of terms
    int reserved;
};

// Sum of one value per thread of a block of up to 1,024 threads, a multiple of 32, in a fixed order; every thread gets it.
DEV double block_sum(double v, double *shared) {
    int t = threadIdx.x + threadIdx.y * blockDim.x, warps = (int)(blockDim.x * blockDim.y) / 32;
    for (int i = 16; i > 0; i >>= 1) v += SHFLX(v, i);
    SYNC();
    if ((t & 31) == 0) shared[t >> 5] = v;
    SYNC();
    double sum = 0;
    for (int i = 0; i < warps; i++) sum += shared[i];
    return sum;
}
// The least of one value per thread, likewise.
DEV double block_least(double v, double *shared) {
    int t = threadIdx.x + threadIdx.y * blockDim.x, warps = (int)(blockDim.x * blockDim.y) / 32;
    for (int i = 16; i > 0; i >>= 1) v = fmin(v, SHFLX(v, i));
    SYNC();
    if ((t & 31) == 0) shared[t >> 5] = v;
    SYNC();
    double least = shared[0];
    for (int i = 1; i < warps; i++) least = fmin(least, shared[i]);
    return least;
}
#define BLOCK_SHARED SHARED; double *shared = (double *)sm
#define EACH(i, n) for (long long i = blockIdx.x * (long long)blockDim.x + threadIdx.x; i < (n); i += (long long)gridDim.x * blockDim.x)
