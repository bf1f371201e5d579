/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import java.lang.ref.Cleaner;

/**
 * A stretch of a card's memory, freed by {@link #close()}, or by the collector when nobody refers to it any more. The
 * collector does not know how full the card is: who finds it full calls {@link #collect}.
 */
final class Memory implements AutoCloseable {
    private static final Cleaner CLEANER = Cleaner.create();
    private static final int PATIENCE_MS = 50;

    private final long address;
    private final long bytes;
    private final Cleaner.Cleanable cleanable;

    Memory(Device device, long bytes, String what) {
        this.bytes = bytes;
        this.address = device.allocate(bytes, what);
        this.cleanable = CLEANER.register(this, new Release(device, address));
    }

    private record Release(Device device, long address) implements Runnable {
        @Override
        public void run() {
            device.free(address);
        }
    }

    long address() {
        return address;
    }

    long bytes() {
        return bytes;
    }

    @Override
    public void close() {
        cleanable.clean();
    }

    /** Has memory freed that nobody refers to. */
    static void collect() {
        System.gc();
        try {
            Thread.sleep(PATIENCE_MS); // the cleaner's thread needs a moment
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
