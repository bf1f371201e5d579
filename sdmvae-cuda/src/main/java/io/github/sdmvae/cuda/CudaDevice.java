/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUmod_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.SizeTPointer;

/** The card, through the driver. What it takes from the machine is said by {@link CudaLibraries}. */
final class CudaDevice implements Device {
    /** The number of the card that is meant in a thread, for all engines of the process. */
    private static final ThreadLocal<Integer> CURRENT = new ThreadLocal<>();

    private static final String TF32 = "sdmvae.cuda.tf32";
    private static final int NAME_LENGTH = 256;

    private final int index;
    private final DeviceFacts facts;
    private final boolean tf32 = Boolean.getBoolean(TF32);
    private final CubinCache cache;
    private final Compiler compiler;
    private final Map<KernelText, CUmod_st> modules = new ConcurrentHashMap<>();
    /**
     * Held while work is recorded, and by what waits for the whole card without saying so (memory, libraries, modules):
     * the driver forbids that while any stream of the card is recorded, and spoils the recording.
     */
    private final ReentrantLock whole = new ReentrantLock();

    private CudaDevice(int index, DeviceFacts facts, Compiler compiler) {
        this.index = index;
        this.facts = facts;
        this.compiler = compiler;
        this.cache = CubinCache.standard();
    }

    /**
     * Opens a card.
     *
     * @param index its number
     * @throws CudaException if the driver refuses, or the card is too old
     */
    static CudaDevice open(int index) {
        Calls.driver("cuInit", cudart.cuInit(0));
        int[] count = new int[1];
        Calls.runtime("counting the cards", cudart.cudaGetDeviceCount(count));
        if (index >= count[0]) {
            throw new CudaException(
                    "there is no card " + index + ": the driver knows " + count[0]
                            + ". CUDA_VISIBLE_DEVICES hides cards; sdmvae.cuda.device chooses one",
                    null);
        }
        choose(index);
        DeviceFacts facts = facts(index);
        facts.obstacle().ifPresent(obstacle -> {
            throw new CudaException(obstacle, null);
        });
        return new CudaDevice(index, facts, new NvrtcCompiler());
    }

    private static DeviceFacts facts(int index) {
        byte[] name = new byte[NAME_LENGTH];
        Calls.driver("the card's name", cudart.cuDeviceGetName(name, name.length, index));
        int[] driver = new int[1];
        Calls.runtime("the driver's version", cudart.cudaDriverGetVersion(driver));
        SizeTPointer free = new SizeTPointer(1);
        SizeTPointer total = new SizeTPointer(1);
        Calls.runtime("the card's memory", cudart.cudaMemGetInfo(free, total));
        return new DeviceFacts(
                new String(name, java.nio.charset.StandardCharsets.UTF_8).split("\0", 2)[0],
                attribute(cudart.cudaDevAttrComputeCapabilityMajor, index),
                attribute(cudart.cudaDevAttrComputeCapabilityMinor, index),
                attribute(cudart.cudaDevAttrMultiProcessorCount, index),
                total.get(),
                attribute(cudart.cudaDevAttrMaxSharedMemoryPerBlockOptin, index),
                driver[0]);
    }

    private static int attribute(int which, int index) {
        int[] value = new int[1];
        Calls.runtime("an attribute of the card", cudart.cudaDeviceGetAttribute(value, which, index));
        return value[0];
    }

    @Override
    public DeviceFacts facts() {
        return facts;
    }

    @Override
    public boolean isTf32() {
        return tf32;
    }

    /** The driver keeps the card that is meant for every thread by itself. */
    private static void choose(int index) {
        if (!Integer.valueOf(index).equals(CURRENT.get())) {
            Calls.runtime("choosing card " + index, cudart.cudaSetDevice(index));
            CURRENT.set(index);
        }
    }

    void use() {
        choose(index);
    }

    /** Does what touches the whole card while nobody records. */
    void alone(Runnable work) {
        use();
        whole.lock();
        try {
            work.run();
        } finally {
            whole.unlock();
        }
    }

    void beginRecording() {
        whole.lock();
    }

    void endRecording() {
        if (whole.isHeldByCurrentThread()) {
            whole.unlock();
        }
    }

    @Override
    public long allocate(long bytes, String what) {
        Pointer address = new Pointer();
        int code = allocate(address, bytes);
        if (code == cudart.cudaErrorMemoryAllocation) {
            Memory.collect(); // arrays that nobody refers to any more are still there until the collector finds them
            code = allocate(address, bytes);
        }
        if (code == cudart.cudaErrorMemoryAllocation) {
            throw CudaException.noMemory(what, bytes, freeBytes(), facts);
        }
        Calls.runtime("allocating " + what, code);
        return address.address();
    }

    private int allocate(Pointer address, long bytes) {
        int[] code = new int[1];
        alone(() -> {
            code[0] = cudart.cudaMalloc(address, bytes);
            if (code[0] == cudart.cudaErrorMemoryAllocation) {
                cudart.cudaGetLastError(); // else the next call that looks finds it
            }
        });
        return code[0];
    }

    @Override
    public void free(long address) {
        alone(() -> Calls.runtime("freeing memory", cudart.cudaFree(Calls.pointer(address))));
    }

    @Override
    public long freeBytes() {
        use();
        SizeTPointer free = new SizeTPointer(1);
        SizeTPointer total = new SizeTPointer(1);
        Calls.runtime("the card's memory", cudart.cudaMemGetInfo(free, total));
        return free.get();
    }

    @Override
    public Pinned pinned(int bytes) {
        Pointer address = new Pointer();
        alone(() -> Calls.runtime(
                "allocating " + bytes + " bytes of page-locked memory",
                cudart.cudaHostAlloc(address, bytes, cudart.cudaHostAllocDefault)));
        ByteBuffer view =
                new BytePointer(address).capacity(bytes).asByteBuffer().order(ByteOrder.nativeOrder());
        return new Locked(this, address, view);
    }

    private record Locked(CudaDevice device, Pointer address, ByteBuffer bytes) implements Pinned {
        @Override
        public void close() {
            device.alone(() -> Calls.runtime("freeing page-locked memory", cudart.cudaFreeHost(address)));
        }
    }

    @Override
    public Kernel kernel(KernelText text, String name, int sharedBytes) {
        use();
        CUmod_st module = modules.computeIfAbsent(text, this::load);
        CUfunc_st function = new CUfunc_st();
        Calls.driver("the kernel " + name, cudart.cuModuleGetFunction(function, module, name));
        if (sharedBytes > Function.USUAL_SHARED) {
            Calls.driver(
                    "shared memory for " + name,
                    cudart.cuFuncSetAttribute(
                            function, cudart.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES, sharedBytes));
        }
        return new Function(name, function);
    }

    /** A kernel and its handle. */
    record Function(String name, CUfunc_st handle) implements Kernel {
        /** More has to be asked for. */
        static final int USUAL_SHARED = 48 << 10;
    }

    private CUmod_st load(KernelText text) {
        byte[] binary = cache.get(text, facts.architecture(), compiler);
        CUmod_st module = new CUmod_st();
        try (BytePointer bytes = new BytePointer(binary)) {
            alone(() -> Calls.driver("loading the kernels of " + text.file(), cudart.cuModuleLoadData(module, bytes)));
        }
        return module;
    }

    @Override
    public Lane lane(long workspace) {
        use();
        return new CudaLane(this, workspace);
    }

    @Override
    public void close() {
        alone(() ->
                modules.values().forEach(module -> Calls.driver("unloading kernels", cudart.cuModuleUnload(module))));
        modules.clear();
    }
}
