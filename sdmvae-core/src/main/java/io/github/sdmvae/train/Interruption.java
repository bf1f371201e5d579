/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that the process is told to end (Ctrl-C, SIGTERM, {@code System.exit} elsewhere) and holds the end up until the
 * training has written a checkpoint, or half a minute at most. A second signal ends at once. Used by the training's thread.
 */
final class Interruption implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Interruption.class);
    private static final long PATIENCE_SECONDS = 30;
    private static final int SIGNALLED = 128;

    private final Thread training = Thread.currentThread();
    private final CountDownLatch done = new CountDownLatch(1);
    private @Nullable Thread hook;
    private volatile boolean wanted;

    private Interruption() {}

    /** Notices nothing; installs nothing. */
    static Interruption none() {
        return new Interruption();
    }

    static Interruption watch() {
        Interruption interruption = new Interruption();
        try {
            Thread hook = new Thread(interruption::holdUp, "sdmvae-interruption");
            Runtime.getRuntime().addShutdownHook(hook);
            interruption.hook = hook;
        } catch (IllegalStateException e) {
            interruption.wanted = true; // The process is ending already.
        }
        return interruption;
    }

    /** Whether the training is to write a checkpoint and stop. */
    boolean isWanted() {
        return wanted;
    }

    private void holdUp() {
        if (isExiting()) {
            return;
        }
        wanted = true;
        endAtSecondSignal();
        try {
            if (!done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("the training took longer than {} s to stop; its last checkpoint stands", PATIENCE_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A listener that calls {@code System.exit} in the training's thread waits for this hook: not the other way round. */
    private boolean isExiting() {
        for (StackTraceElement element : training.getStackTrace()) {
            if (element.getClassName().equals("java.lang.Shutdown")) {
                return true;
            }
        }
        return false;
    }

    /**
     * While it shuts down, Java ignores further signals. Its class for them is no part of the standard: where it is
     * missing, they stay ignored.
     */
    private static void endAtSecondSignal() {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            for (String name : new String[] {"INT", "TERM"}) {
                Object second = signal.getConstructor(String.class).newInstance(name);
                int number = (int) signal.getMethod("getNumber").invoke(second);
                Object halt = Proxy.newProxyInstance(
                        Interruption.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                            Runtime.getRuntime().halt(SIGNALLED + number);
                            return null;
                        });
                signal.getMethod("handle", signal, handler).invoke(null, second, halt);
            }
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            LOG.debug("a second signal will be ignored", e);
        }
    }

    @Override
    public void close() {
        done.countDown();
        if (hook == null) {
            return;
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            LOG.debug("the process is ending");
        }
    }
}
