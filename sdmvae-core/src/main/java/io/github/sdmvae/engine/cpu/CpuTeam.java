/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Threads that share the parts of a kernel. Which parts there are is up to the kernel and never to the number of
 * threads, so that results do not depend on it. The caller takes parts like the helpers and waits only for parts that a
 * helper has begun: a helper that the operating system keeps waiting costs nothing. Helpers look for work for a moment
 * after each kernel, then sleep; they are daemons and start when there is first something to share. An interrupted helper
 * does what it has begun and ends, as tools want that run a program in a process of their own (Maven's exec:java).
 *
 * <p><b>Thread rule:</b> safe for use from several threads; while one has the helpers, others do their parts alone.
 */
final class CpuTeam implements AutoCloseable {
    /** Longer than the serial stretches of a training step, far shorter than anyone notices. */
    private static final long LOOK_NANOS = 100_000;

    private final Helper[] helpers;
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile @Nullable Job current;
    private volatile boolean closed;
    private boolean started;

    /** One part of a kernel. */
    interface Part {
        void run(int part);
    }

    /**
     * A team that starts its helpers when needed.
     *
     * @param threads the caller among them, at least 1
     */
    CpuTeam(int threads) {
        helpers = new Helper[threads - 1];
        for (int i = 0; i < helpers.length; i++) {
            helpers[i] = new Helper("sdmvae-cpu-" + (i + 1));
        }
    }

    int threads() {
        return helpers.length + 1;
    }

    /**
     * Runs all parts and returns when the last is done.
     *
     * @param parts how many
     * @param task called once with each number from 0 on, from any thread of the team
     */
    void run(int parts, Part task) {
        if (parts == 1 || helpers.length == 0 || closed || !busy.compareAndSet(false, true)) {
            for (int p = 0; p < parts; p++) {
                task.run(p);
            }
            return;
        }
        try {
            share(new Job(parts, task));
        } finally {
            busy.set(false);
        }
    }

    private void share(Job job) {
        current = job;
        wake(job.parts - 1);
        job.work();
        current = null;
        job.await();
    }

    private void wake(int wanted) {
        if (!started) {
            started = true;
            for (Helper helper : helpers) {
                helper.start();
            }
        }
        for (int i = 0; i < Math.min(wanted, helpers.length); i++) {
            if (helpers[i].asleep) {
                LockSupport.unpark(helpers[i]);
            }
        }
    }

    /** Lets the helpers end; kernels then run in the caller's thread alone. */
    @Override
    public void close() {
        closed = true;
        for (Helper helper : helpers) {
            LockSupport.unpark(helper);
        }
    }

    /** A kernel's parts while they are being done. */
    private static final class Job {
        private final int parts;
        private final Part task;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger done = new AtomicInteger();
        private volatile @Nullable Throwable failure;

        Job(int parts, Part task) {
            this.parts = parts;
            this.task = task;
        }

        void work() {
            for (int p = next.getAndIncrement(); p < parts; p = next.getAndIncrement()) {
                try {
                    task.run(p);
                } catch (RuntimeException | Error e) {
                    failure = e;
                } finally {
                    done.incrementAndGet();
                }
            }
        }

        @SuppressWarnings("ThreadPriorityCheck") // only where the system keeps a helper from its core
        void await() {
            for (int spins = 0; done.get() < parts; spins++) {
                if (spins < 10_000) {
                    Thread.onSpinWait();
                } else {
                    Thread.yield();
                }
            }
            Throwable thrown = failure;
            if (thrown instanceof Error error) {
                throw error;
            }
            if (thrown instanceof RuntimeException exception) {
                throw exception;
            }
        }
    }

    private final class Helper extends Thread {
        private volatile boolean asleep;

        Helper(String name) {
            super(name);
            setDaemon(true);
        }

        @Override
        public void run() {
            Job last = null;
            while (!closed && !isInterrupted()) {
                Job job = await(last);
                if (job != null) {
                    job.work();
                }
                last = job;
            }
        }

        private @Nullable Job await(@Nullable Job last) {
            long start = System.nanoTime();
            while (System.nanoTime() - start < LOOK_NANOS) {
                for (int spins = 0; spins < 32; spins++) {
                    Job job = current;
                    if (job != null && job != last) {
                        return job;
                    }
                    Thread.onSpinWait();
                }
            }
            asleep = true;
            // Looking once more after the flag is up: the caller sets the job first and looks at the flag then.
            if (current == null || current == last) {
                LockSupport.park(this);
            }
            asleep = false;
            return null;
        }
    }
}
