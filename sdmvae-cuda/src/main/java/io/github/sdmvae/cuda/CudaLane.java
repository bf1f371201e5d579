/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import java.util.concurrent.locks.ReentrantLock;
import org.bytedeco.cuda.cublas.cublasContext;
import org.bytedeco.cuda.cudart.CUevent_st;
import org.bytedeco.cuda.cudart.CUgraphExec_st;
import org.bytedeco.cuda.cudart.CUgraph_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cublas;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** A stream, with a cuBLAS of its own and a fixed workspace for it: the same products give the same bits. */
final class CudaLane implements Lane {
    private static final int TRANSPOSED = 1;
    private static final int NOT_READY = 600;

    private final CudaDevice device;
    private final CUstream_st stream = new CUstream_st();
    private final cublasContext products = new cublasContext();
    private final long workspace;
    private final FloatPointer one = new FloatPointer(1).put(1f);
    private final FloatPointer zero = new FloatPointer(1).put(0f);
    /** Held while work is recorded: nobody else may wait for the stream then. */
    private final ReentrantLock recording = new ReentrantLock();

    private boolean closed;

    CudaLane(CudaDevice device, long workspaceBytes) {
        this.device = device;
        Calls.runtime("a stream", cudart.cudaStreamCreateWithFlags(stream, cudart.cudaStreamNonBlocking));
        device.alone(() -> Calls.blas("starting cuBLAS", cublas.cublasCreate_v2(products)));
        // Before the workspace: choosing a stream takes it away again.
        Calls.blas("cuBLAS on a stream", cublas.cublasSetStream_v2(products, stream));
        workspace = device.allocate(workspaceBytes, "the workspace of cuBLAS");
        Calls.blas(
                "cuBLAS' workspace", cublas.cublasSetWorkspace_v2(products, Calls.pointer(workspace), workspaceBytes));
        int mode = device.isTf32() ? cublas.CUBLAS_TF32_TENSOR_OP_MATH : cublas.CUBLAS_DEFAULT_MATH;
        Calls.blas("cuBLAS' precision", cublas.cublasSetMathMode(products, mode));
    }

    @Override
    public void launch(Launch launch) {
        device.use();
        Launch.Shape shape = launch.shape();
        Calls.driver(
                launch.kernel().name(),
                cudart.cuLaunchKernel(
                        ((CudaDevice.Function) launch.kernel()).handle(),
                        shape.gridX(),
                        shape.gridY(),
                        1,
                        shape.blockX(),
                        shape.blockY(),
                        1,
                        shape.sharedBytes(),
                        stream,
                        arguments(launch),
                        (PointerPointer<?>) null));
    }

    private static PointerPointer<?> arguments(Launch launch) {
        if (launch.prepared() instanceof Arguments ready) {
            return ready.each();
        }
        BytePointer base = new BytePointer(launch.slots());
        PointerPointer<Pointer> each = new PointerPointer<>(launch.types().length());
        for (int i = 0; i < launch.types().length(); i++) {
            each.put(i, Calls.pointer(base.address() + (long) Long.BYTES * i));
        }
        launch.prepared(new Arguments(base, each));
        return each;
    }

    /** The arguments' addresses; the base keeps them where they are. */
    private record Arguments(BytePointer base, PointerPointer<Pointer> each) {}

    @Override
    public void product(Product p) {
        device.use();
        // cuBLAS is column-major: seen so, our matrices are transposed, and C' = op(B)' op(A)'.
        Calls.blas(
                "a product of " + p.m() + " x " + p.k() + " by " + p.k() + " x " + p.n(),
                cublas.cublasSgemm_v2(
                        products,
                        p.transposeB() ? TRANSPOSED : 0,
                        p.transposeA() ? TRANSPOSED : 0,
                        p.n(),
                        p.m(),
                        p.k(),
                        one,
                        floats(p.b()),
                        p.strideB(),
                        floats(p.a()),
                        p.strideA(),
                        zero,
                        floats(p.c()),
                        p.n()));
    }

    private static FloatPointer floats(long address) {
        return new FloatPointer(Calls.pointer(address));
    }

    @Override
    public void upload(long target, Pinned source, int offset, long bytes) {
        copy(Calls.pointer(target), host(source, offset), bytes, cudart.cudaMemcpyHostToDevice);
    }

    @Override
    public void download(Pinned target, int offset, long source, long bytes) {
        copy(host(target, offset), Calls.pointer(source), bytes, cudart.cudaMemcpyDeviceToHost);
    }

    private static Pointer host(Pinned pinned, int offset) {
        return Calls.pointer(new BytePointer(pinned.bytes()).address() + offset);
    }

    private void copy(Pointer to, Pointer from, long bytes, int direction) {
        device.use();
        Calls.runtime("a copy of " + bytes + " bytes", cudart.cudaMemcpyAsync(to, from, bytes, direction, stream));
    }

    @Override
    public void clear(long target, long bytes) {
        device.use();
        Calls.runtime("clearing memory", cudart.cudaMemsetAsync(Calls.pointer(target), 0, bytes, stream));
    }

    @Override
    public Mark mark() {
        device.use();
        CUevent_st event = new CUevent_st();
        Calls.runtime("an event", cudart.cudaEventCreateWithFlags(event, cudart.cudaEventDisableTiming));
        EventMark mark = new EventMark(event);
        mark.renew();
        return mark;
    }

    @Override
    public void await(Mark mark) {
        device.use();
        Calls.runtime("waiting for an event", cudart.cudaStreamWaitEvent(stream, ((EventMark) mark).event, 0));
    }

    /** An event of this lane. */
    private final class EventMark implements Mark {
        private final CUevent_st event;

        EventMark(CUevent_st event) {
            this.event = event;
        }

        @Override
        public boolean isReached() {
            device.use();
            int code = cudart.cudaEventQuery(event);
            if (code == NOT_READY) {
                return false;
            }
            Calls.runtime("the card's work", code);
            return true;
        }

        @Override
        public void renew() {
            device.use();
            Calls.runtime("an event", cudart.cudaEventRecord(event, stream));
        }

        @Override
        public void await() {
            device.use();
            Calls.runtime("the card's work", cudart.cudaEventSynchronize(event));
        }

        @Override
        public void close() {
            device.use();
            Calls.runtime("ending an event", cudart.cudaEventDestroy(event));
        }
    }

    @Override
    public void finish() {
        device.use();
        recording.lock();
        try {
            if (!closed) { // tensors may know of a lane whose program the collector has taken
                Calls.runtime("the card's work", cudart.cudaStreamSynchronize(stream));
            }
        } finally {
            recording.unlock();
        }
    }

    @Override
    public void beginRecording() {
        device.use();
        device.beginRecording();
        recording.lock();
        // Thread-local: what other threads ask of other streams meanwhile is no part of it.
        int code = cudart.cudaStreamBeginCapture(stream, cudart.cudaStreamCaptureModeThreadLocal);
        if (code != 0) {
            unlock();
        }
        Calls.runtime("recording a step", code);
    }

    private void unlock() {
        if (recording.isHeldByCurrentThread()) {
            recording.unlock();
        }
        device.endRecording();
    }

    @Override
    public Recording endRecording() {
        device.use();
        CUgraph_st graph = new CUgraph_st();
        try {
            Calls.runtime("recording a step", cudart.cudaStreamEndCapture(stream, graph));
        } finally {
            unlock();
        }
        CUgraphExec_st ready = new CUgraphExec_st();
        try {
            Calls.runtime("making a graph of a step", cudart.cudaGraphInstantiate(ready, graph, 0L));
        } finally {
            cudart.cudaGraphDestroy(graph);
        }
        return new Graph(device, ready);
    }

    @Override
    public void dropRecording() {
        CUgraph_st graph = new CUgraph_st();
        if (cudart.cudaStreamEndCapture(stream, graph) == 0) {
            cudart.cudaGraphDestroy(graph);
        }
        cudart.cudaGetLastError();
        unlock();
    }

    private record Graph(CudaDevice device, CUgraphExec_st ready) implements Recording {
        @Override
        public void close() {
            device.use();
            Calls.runtime("ending a graph", cudart.cudaGraphExecDestroy(ready));
        }
    }

    @Override
    public void run(Recording recording) {
        device.use();
        Calls.runtime("a step's graph", cudart.cudaGraphLaunch(((Graph) recording).ready(), stream));
    }

    @Override
    public void close() {
        recording.lock();
        try {
            finish();
            closed = true;
        } finally {
            recording.unlock();
        }
        device.alone(() -> Calls.blas("ending cuBLAS", cublas.cublasDestroy_v2(products)));
        device.free(workspace);
        Calls.runtime("ending a stream", cudart.cudaStreamDestroy(stream));
        one.close();
        zero.close();
    }
}
