// SPDX-License-Identifier: Apache-2.0
// All kernel texts and a pretended card behind JNI: memory with guards, launches that check arguments, products.
#define HOST_SHIM
#include TEXTS
#include <jni.h>
static const size_t GUARD = 256;
static const unsigned char MARK = 0xA5;
static std::map<char *, size_t> blocks;
static std::string damage;

static void check_block(char *p, size_t bytes) {
    for (size_t i = 0; i < GUARD; i++) {
        if ((unsigned char)p[i] != MARK) { damage = "written " + std::to_string(GUARD - i) + " bytes before an allocation of " + std::to_string(bytes); return; }
        if ((unsigned char)p[GUARD + bytes + i] != MARK) { damage = "written " + std::to_string(i) + " bytes behind an allocation of " + std::to_string(bytes); return; }
    }
}
static std::string launch(const std::string &name, dim3 grid, dim3 block, size_t shared, long long *slots, const std::string &types) {
    auto found = entries().find(name);
    if (found == entries().end()) return "no kernel is named " + name;
    Entry &e = found->second;
    if (e.types != types) return name + " takes " + e.types + ", got " + types;
    std::vector<void *> args;
    for (size_t i = 0; i < types.size(); i++) args.push_back(slots + i);
    SHIM.grid = grid; SHIM.block = block; SHIM.threads = block.x * block.y; SHIM.call = e.call; SHIM.fn = e.fn; SHIM.args = args.data();
    int all = grid.x * grid.y;
    if (SHIM.threads < 1 || SHIM.threads > 1024 || all < 1) return name + ": bad shape of a launch";
    SHIM.flat = e.kind == 0;
    if (SHIM.flat) {
        for (int i = 0; i < all; i++)
            for (int k = 0; k < SHIM.threads; k++) {
                int b = SHIM.backwards ? all - 1 - i : i, t = SHIM.backwards ? SHIM.threads - 1 - k : k;
                SHIM.bid = dim3{b % grid.x, b / grid.x, 0}; SHIM.tid = dim3{t % block.x, t / block.x, 0};
                e.call(e.fn, args.data());
            }
        return "";
    }
    if (SHIM.threads % 32 != 0) return name + ": " + std::to_string(SHIM.threads) + " threads are no whole warps";
    SHIM.clusterBlocks = e.kind == 8 ? 8 : 1;
    if (all % SHIM.clusterBlocks != 0) return name + ": blocks are no whole clusters";
    for (int i = 0; i < all; i += SHIM.clusterBlocks) if (!shim_run(SHIM.backwards ? all - SHIM.clusterBlocks - i : i, SHIM.clusterBlocks, shared)) return name + ": threads wait for ever";
    return "";
}
static std::string text(JNIEnv *env, jstring s) { const char *c = env->GetStringUTFChars(s, 0); std::string r(c); env->ReleaseStringUTFChars(s, c); return r; }
extern "C" {
JNIEXPORT jlong JNICALL Java_io_github_sdmvae_cuda_ShimLibrary_allocate(JNIEnv *, jclass, jlong bytes) {
    size_t whole = (bytes + 2 * GUARD + 255) / 256 * 256;
    char *p = (char *)aligned_alloc(256, whole);
    memset(p, MARK, whole); memset(p + GUARD, 0xff, bytes);
    blocks[p] = bytes;
    return (jlong)(p + GUARD);
}
JNIEXPORT void JNICALL Java_io_github_sdmvae_cuda_ShimLibrary_free(JNIEnv *, jclass, jlong address) {
    char *p = (char *)address - GUARD;
    auto found = blocks.find(p);
    if (found == blocks.end()) { damage = "freed what was not allocated, or twice"; return; }
    check_block(p, found->second);
    blocks.erase(found); free(p);
}
JNIEXPORT void JNICALL Java_io_github_sdmvae_cuda_ShimLibrary_backwards(JNIEnv *, jclass, jboolean backwards) { SHIM.backwards = backwards; }
JNIEXPORT jlong JNICALL Java_io_github_sdmvae_cuda_ShimLibrary_allocated(JNIEnv *, jclass) {
    jlong sum = 0; for (auto &b : blocks) sum += b.second; return sum;
}
JNIEXPORT jstring JNICALL Java_io_github_sdmvae_cuda_ShimLibrary_check(JNIEnv *env, jclass) {
    for (auto &b : blocks) check_block(b.first, b.second);
    std::string found = damage; damage = "";
    return env->NewStringUTF(found.c_str());
}
JNIEXPORT jstring JNICALL Java_io_github_sdmvae_cuda_ShimLibrary_launch(JNIEnv *env, jclass, jstring name, jint gx, jint gy, jint bx, jint by, jint shared, jobject slots, jstring types) {
    std::string r = launch(text(env, name), dim3{(unsigned)gx, (unsigned)gy, 1}, dim3{(unsigned)bx, (unsigned)by, 1}, shared, (long long *)env->GetDirectBufferAddress(slots), text(env, types));
    return env->NewStringUTF(r.c_str());
}
// Column-major, as cuBLAS has it.
JNIEXPORT void JNICALL Java_io_github_sdmvae_cuda_ShimLibrary_product(JNIEnv *, jclass, jboolean ta, jboolean tb, jint m, jint n, jint k, jlong a, jint lda, jlong b, jint ldb, jlong c, jint ldc) {
    const float *A = (const float *)a, *B = (const float *)b; float *C = (float *)c;
    std::vector<double> column(m);
    for (int j = 0; j < n; j++) {
        std::fill(column.begin(), column.end(), 0.0);
        for (int l = 0; l < k; l++) {
            double f = tb ? B[j + (size_t)l * ldb] : B[l + (size_t)j * ldb];
            for (int i = 0; i < m; i++) column[i] += f * (ta ? A[l + (size_t)i * lda] : A[i + (size_t)l * lda]);
        }
        for (int i = 0; i < m; i++) C[i + (size_t)j * ldc] = (float)column[i];
    }
}
JNIEXPORT void JNICALL Java_io_github_sdmvae_cuda_ShimLibrary_copy(JNIEnv *, jclass, jlong to, jlong from, jlong bytes) { memmove((void *)to, (void *)from, bytes); }
JNIEXPORT void JNICALL Java_io_github_sdmvae_cuda_ShimLibrary_clear(JNIEnv *, jclass, jlong to, jlong bytes) { memset((void *)to, 0, bytes); }
JNIEXPORT jobject JNICALL Java_io_github_sdmvae_cuda_ShimLibrary_view(JNIEnv *env, jclass, jlong at, jlong bytes) { return env->NewDirectByteBuffer((void *)at, bytes); }
}
