/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which sequences of a batch have a frame, as the cells' kernels read it. Patterns that were not asked for in a long time go.
 *
 * <p><b>Thread rule:</b> as {@link Transfers}.
 */
final class Patterns implements AutoCloseable {
    /** As many as a batch has frames, at most. */
    private static final int MOST = 1024;

    private final Transfers transfers;
    private final Map<Pattern, CudaTensor> known = new LinkedHashMap<>(16, 0.75f, true);

    Patterns(Transfers transfers) {
        this.transfers = transfers;
    }

    /** Which sequences have a frame. */
    @SuppressWarnings("ArrayRecordComponent") // compared by content
    private record Pattern(boolean[] valid) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Pattern p && Arrays.equals(valid, p.valid);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(valid);
        }
    }

    /** Address of a pattern on the card; 0 where every sequence has the frame. */
    synchronized long address(boolean[] valid) {
        boolean all = true;
        for (boolean one : valid) {
            all &= one;
        }
        if (all) {
            return 0;
        }
        CudaTensor tensor = known.get(new Pattern(valid));
        if (tensor == null) {
            float[] values = new float[valid.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = valid[i] ? 1 : 0;
            }
            tensor = CudaTensor.zeros(transfers, 1, values.length);
            tensor.write(values, 0);
            known.put(new Pattern(valid.clone()), tensor);
            dropEldest();
        }
        return tensor.address();
    }

    private void dropEldest() {
        if (known.size() > MOST) {
            var eldest = known.entrySet().iterator();
            eldest.next().getValue().free();
            eldest.remove();
        }
    }

    @Override
    public synchronized void close() {
        known.values().forEach(CudaTensor::free);
        known.clear();
    }
}
