/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.data.FrameSource;
import java.util.BitSet;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Data that lies on the device whole, shared by all programs that read it. It goes when nobody refers to its source any
 * more.
 *
 * <p><b>Thread rule:</b> for use from any number of threads.
 */
final class ResidentData implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ResidentData.class);
    /** False keeps data on the host: batches are then uploaded while the card computes. */
    static final String PROPERTY = "sdmvae.cuda.resident";
    /** Of the memory that is free, so that programs find room after the data. */
    private static final double MOST = 0.6;

    private static final int ROWS_AT_ONCE = 2048;

    private final Transfers transfers;
    private final Map<FrameSource, Rows> known = new WeakHashMap<>();
    private final AtomicLong uploads = new AtomicLong();

    ResidentData(Transfers transfers) {
        this.transfers = transfers;
    }

    /**
     * A source's rows on the device.
     *
     * @param memory size × width floats, or null where they do not fit
     */
    record Rows(@Nullable Memory memory) {
        boolean isThere() {
            return memory != null;
        }

        long address() {
            return java.util.Objects.requireNonNull(memory).address();
        }
    }

    /** How many sources have been uploaded. */
    long uploads() {
        return uploads.get();
    }

    /** Uploads a source unless it is there already or does not fit; what it holds is not judged here. */
    synchronized Rows of(FrameSource source) {
        Rows rows = known.get(source);
        if (rows == null) {
            rows = new Rows(fits(source) ? upload(source) : null);
            known.put(source, rows);
        }
        return rows;
    }

    private static long bytes(FrameSource source) {
        return (long) source.size() * source.width() * Float.BYTES;
    }

    private boolean fits(FrameSource source) {
        boolean wanted = !"false".equals(System.getProperty(PROPERTY));
        boolean fits = bytes(source) <= MOST * transfers.device().freeBytes();
        if (wanted && !fits) {
            LOG.info(
                    "{} ({} MB) stay on the host: the card has {} MB free",
                    source.description(),
                    bytes(source) >> 20,
                    transfers.device().freeBytes() >> 20);
        }
        return wanted && fits;
    }

    private Memory upload(FrameSource source) {
        int width = source.width();
        Memory memory = new Memory(transfers.device(), bytes(source), source.description());
        int step = Math.min(ROWS_AT_ONCE, source.size());
        float[] rows = new float[step * width];
        int[] numbers = new int[step];
        for (int first = 0; first < source.size(); first += step) {
            int n = Math.min(step, source.size() - first);
            for (int i = 0; i < n; i++) {
                numbers[i] = first + i;
            }
            source.read(numbers, 0, n, rows, 0);
            transfers.write(memory.address() + (long) first * width * Float.BYTES, rows, 0, n * width);
        }
        uploads.incrementAndGet();
        return memory;
    }

    @Override
    public synchronized void close() {
        known.values().forEach(rows -> {
            if (rows.memory() != null) {
                rows.memory().close();
            }
        });
        known.clear();
    }

    /** Training reads its data again and again; who evaluates keeps it from the second time on. */
    static final class Visits {
        private final boolean training;
        private @Nullable FrameSource source;
        private long passed;

        Visits(boolean training) {
            this.training = training;
        }

        /** Whether a source is to lie on the device, of which so many rows more are about to be read. */
        boolean areWorthKeeping(FrameSource now, int rows) {
            if (now != source) {
                source = now;
                passed = 0;
            }
            boolean again = passed >= now.size();
            passed = again ? passed : passed + rows;
            return training || again;
        }
    }

    /** Which rows of a source have been found inside the likelihood's domain. */
    static final class Checked {
        private final BitSet rows = new BitSet();
        private @Nullable FrameSource source;

        /** Whether a row of a batch has not been checked yet. */
        boolean isNew(FrameSource now, int[] numbers, int first, int count) {
            if (now != source) {
                source = now;
                rows.clear();
            }
            for (int i = 0; i < count; i++) {
                if (!rows.get(numbers[first + i])) {
                    return true;
                }
            }
            return false;
        }

        void done(int[] numbers, int first, int count) {
            for (int i = 0; i < count; i++) {
                rows.set(numbers[first + i]);
            }
        }
    }
}
