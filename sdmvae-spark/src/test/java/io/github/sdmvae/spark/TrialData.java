/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.spark;

import io.github.sdmvae.data.Frames;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Rows and signals by their number: made by a query, and once more without Spark, of operations that are exact on both sides. */
final class TrialData {
    private static final int PARTITIONS = 12;
    private static final int SAMPLES = 16000;

    private TrialData() {}

    /** Columns id and frame. */
    static Dataset<Row> frames(SparkSession spark, int count) {
        return spark.range(0, count, 1, PARTITIONS)
                .selectExpr(
                        "id",
                        "transform(sequence(0, 11), j -> cast(((id * 7919 + id * j * 31 + j * 104729) % 100003 + 1)"
                                + " / 50000D as float)) as frame");
    }

    static float[] frame(long id) {
        float[] row = new float[Small.WIDTH];
        for (int j = 0; j < row.length; j++) {
            row[j] = (float) (((id * 7919 + id * j * 31 + j * 104729L) % 100003 + 1) / 50000.0);
        }
        return row;
    }

    /** Columns id, reference and degraded: sounds of one second that come and go four times, and the same in noise. */
    static Dataset<Row> signals(SparkSession spark, int count) {
        return spark.range(0, count, 1, PARTITIONS)
                .selectExpr(
                        "id",
                        "transform(sequence(0L, 15999L), t -> (t % 4000) / 4000D * ((t * (40 + id)) % 1000 - 500)"
                                + " / 1000D) as reference")
                .selectExpr(
                        "id",
                        "reference",
                        "transform(reference, (x, t) -> x + ((t * 7919L + id * 104729) % 1009 - 504) / 50400D) as"
                                + " degraded");
    }

    static double[] reference(long id) {
        double[] samples = new double[SAMPLES];
        for (int t = 0; t < SAMPLES; t++) {
            samples[t] = (t % 4000) / 4000.0 * (t * (40 + id) % 1000 - 500) / 1000.0;
        }
        return samples;
    }

    static double[] degraded(long id) {
        double[] samples = reference(id);
        for (int t = 0; t < SAMPLES; t++) {
            samples[t] += ((t * 7919L + id * 104729) % 1009 - 504) / 50400.0;
        }
        return samples;
    }

    /** One side of the rows as an estimator stages them: in the order of a hash, which tells their side, too. */
    static Frames staged(int count, boolean heldOut, double part) {
        TreeMap<String, float[]> sorted = new TreeMap<>();
        for (long id = 0; id < count; id++) {
            float[] row = frame(id);
            ByteBuffer bytes = ByteBuffer.allocate(4 * row.length);
            bytes.asFloatBuffer().put(row);
            String hash = ModelBytes.fingerprint(bytes.array());
            long last = HexFormat.fromHexDigitsToLong(hash.substring(16));
            if ((last >>> 11) * 0x1p-53 < part == heldOut) {
                sorted.put(hash, row);
            }
        }
        List<float[]> rows = new ArrayList<>(sorted.values());
        float[] values = new float[rows.size() * Small.WIDTH];
        for (int i = 0; i < rows.size(); i++) {
            System.arraycopy(rows.get(i), 0, values, i * Small.WIDTH, Small.WIDTH);
        }
        return Frames.wrap(values, Small.WIDTH, "staged");
    }
}
