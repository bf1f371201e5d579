/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A card that is none: kernels run on the processor. Lanes put work off until somebody waits, as a card does, so that what
 * was forgotten to be waited for shows: every lane holds a queue, and marks and waits between lanes are kept.
 */
final class ShimDevice implements Device {
    private static final Object LOCK = new Object();
    private static final long MEMORY = 8L << 30;

    private final DeviceFacts facts;
    private final List<String> names = new CopyOnWriteArrayList<>();
    private final AtomicInteger recordings = new AtomicInteger();
    private final AtomicInteger lanes = new AtomicInteger();
    private volatile long memory = MEMORY;
    private volatile String failing = "";
    private volatile boolean tf32;

    private ShimDevice(int capability) {
        int blockMemory = (capability >= 90 ? 227 : 64) << 10;
        facts = new DeviceFacts("the processor", capability / 10, capability % 10, 12, MEMORY, blockMemory, 13_000);
    }

    static ShimDevice ofCapability(int capability) {
        ShimLibrary.require();
        return new ShimDevice(capability);
    }

    /** As a card whose products are rounded; here they are not. */
    ShimDevice tf32() {
        tf32 = true;
        return this;
    }

    @Override
    public boolean isTf32() {
        return tf32;
    }

    /** From now on there is so much memory. */
    void limit(long bytes) {
        memory = bytes;
    }

    /** From now on this kernel ends as on a card that has fallen off the bus. */
    void failAt(String kernel) {
        failing = kernel;
    }

    /** How often a kernel was launched by itself. */
    int launched(String kernel) {
        return (int) names.stream().filter(name -> name.startsWith(kernel)).count();
    }

    int recordings() {
        return recordings.get();
    }

    /** Lanes that nobody has closed. */
    int lanes() {
        return lanes.get();
    }

    @Override
    public DeviceFacts facts() {
        return facts;
    }

    @Override
    public long allocate(long bytes, String what) {
        synchronized (LOCK) {
            if (bytes > freeBytes()) {
                throw CudaException.noMemory(what, bytes, freeBytes(), facts);
            }
            return ShimLibrary.allocate(bytes);
        }
    }

    @Override
    public void free(long address) {
        synchronized (LOCK) {
            ShimLibrary.free(address);
        }
    }

    @Override
    public long freeBytes() {
        synchronized (LOCK) {
            return memory - ShimLibrary.allocated();
        }
    }

    @Override
    public Pinned pinned(int bytes) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
        return new Pinned() {
            @Override
            public ByteBuffer bytes() {
                return buffer;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public Kernel kernel(KernelText text, String name, int sharedBytes) {
        if (!ShimLibrary.has(text)) {
            throw new AssertionError(text + " is not compiled for the processor: see ShimLibrary");
        }
        String whole = text.constants().isEmpty() ? name : name + text.constants();
        return () -> whole;
    }

    @Override
    public Lane lane(long workspace) {
        lanes.incrementAndGet();
        return new ShimLane();
    }

    @Override
    public void close() {}

    /** Where a lane is after a piece of work. */
    private static final class ShimMark implements Lane.Mark {
        private final ShimLane lane;
        private long at;

        ShimMark(ShimLane lane) {
            this.lane = lane;
        }

        @Override
        public boolean isReached() {
            synchronized (LOCK) {
                lane.some(); // time passes
                return lane.done >= at;
            }
        }

        @Override
        public void renew() {
            synchronized (LOCK) {
                at = lane.asked;
            }
        }

        @Override
        public void await() {
            synchronized (LOCK) {
                lane.until(at);
            }
        }

        @Override
        public void close() {}
    }

    /** Recorded pieces. */
    private record Pieces(List<Runnable> all) implements Lane.Recording {
        @Override
        public void close() {}
    }

    /** A queue that nobody works on unless asked. */
    private final class ShimLane implements Lane {
        private final ArrayDeque<Runnable> queue = new ArrayDeque<>();
        private List<Runnable> recorded;
        private long asked;
        private long done;

        private void add(Runnable piece) {
            synchronized (LOCK) {
                if (recorded != null) {
                    recorded.add(piece);
                    return;
                }
                queue.add(piece);
                asked++;
            }
        }

        private void until(long count) {
            while (done < count) {
                queue.remove().run();
                done++;
            }
        }

        private void some() {
            until(Math.min(asked, done + 3));
        }

        @Override
        public void launch(Launch launch) {
            if (recorded == null) {
                names.add(launch.kernel().name());
            }
            // The driver copies arguments when it is called.
            ByteBuffer slots =
                    ByteBuffer.allocateDirect(launch.slots().capacity()).order(ByteOrder.nativeOrder());
            slots.put(launch.slots().duplicate().clear());
            Launch.Shape s = launch.shape();
            String name = launch.kernel().name();
            add(() -> {
                if (!failing.isEmpty() && name.startsWith(failing)) {
                    throw CudaException.of(name, 719, "cudaErrorLaunchFailure", "unspecified launch failure");
                }
                String error = ShimLibrary.launch(
                        name, s.gridX(), s.gridY(), s.blockX(), s.blockY(), s.sharedBytes(), slots, launch.types());
                if (!error.isEmpty()) {
                    throw new AssertionError(error);
                }
            });
        }

        @Override
        public void product(Product p) {
            add(() -> ShimLibrary.product(
                    p.transposeB(),
                    p.transposeA(),
                    p.n(),
                    p.m(),
                    p.k(),
                    p.b(),
                    p.strideB(),
                    p.a(),
                    p.strideA(),
                    p.c(),
                    p.n()));
        }

        @Override
        public void upload(long target, Pinned source, int offset, long bytes) {
            add(() -> ShimLibrary.view(target, bytes).put(0, source.bytes(), offset, (int) bytes));
        }

        @Override
        public void download(Pinned target, int offset, long source, long bytes) {
            add(() -> target.bytes().put(offset, ShimLibrary.view(source, bytes), 0, (int) bytes));
        }

        @Override
        public void clear(long target, long bytes) {
            add(() -> ShimLibrary.clear(target, bytes));
        }

        @Override
        public Mark mark() {
            ShimMark mark = new ShimMark(this);
            mark.renew();
            return mark;
        }

        @Override
        public void await(Mark mark) {
            ShimMark other = (ShimMark) mark;
            long at = other.at;
            add(() -> other.lane.until(at));
        }

        @Override
        public void finish() {
            synchronized (LOCK) {
                until(asked);
            }
        }

        @Override
        public void beginRecording() {
            synchronized (LOCK) {
                recorded = new ArrayList<>();
            }
        }

        @Override
        public Recording endRecording() {
            synchronized (LOCK) {
                recordings.incrementAndGet();
                Pieces pieces = new Pieces(recorded);
                recorded = null;
                return pieces;
            }
        }

        @Override
        public void dropRecording() {
            recorded = null;
        }

        @Override
        public void run(Recording recording) {
            List<Runnable> pieces = ((Pieces) recording).all();
            add(() -> pieces.forEach(Runnable::run));
        }

        @Override
        public void close() {
            finish();
            lanes.decrementAndGet();
        }
    }
}
