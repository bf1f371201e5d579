/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.spark.ml;

import io.github.sdmvae.data.CacheKey;
import io.github.sdmvae.data.FrameCache;
import io.github.sdmvae.data.ShardedFrames;
import io.github.sdmvae.spark.FrameData;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * Rows of a dataset as a corpus of shards, in the order of a hash of their contents: whatever the dataset's partitions and
 * their order, the corpus has the same rows in the same places. Finished once, it is used again for the same rows.
 */
final class StagedRows {
    private static final long SHARD_BYTES = 1L << 27;
    private static final int BLOCK_ROWS = 1 << 12;
    private static final String ROWS = "rows";

    private StagedRows() {}

    /**
     * Makes the corpus, or finds it.
     *
     * @param rows of one length
     * @param width values per row
     * @param folder on storage that all machines see
     * @return the data
     * @throws IOException if it cannot be written, or the folder holds other rows
     */
    static FrameData stage(JavaRDD<float[]> rows, int width, Path folder) throws IOException {
        Tuple2<Long, Long> sums = rows.map(StagedRows::hash)
                .map(hash -> new Tuple2<>(1L, leading(hash)))
                .fold(new Tuple2<>(0L, 0L), (a, b) -> new Tuple2<>(a._1() + b._1(), a._2() + b._2()));
        String checksum = sums._1() + " of " + width + ", hashes add up to " + Long.toHexString(sums._2());
        if (sums._1() == 0) {
            throw new IOException(folder + ": there are no rows");
        }
        if (Files.exists(folder.resolve(ShardedFrames.MANIFEST))) {
            requireSame(folder, checksum);
            return FrameData.of(folder);
        }
        Files.createDirectories(folder);
        int shards = (int) Math.max(1, (sums._1() * width * 4 + SHARD_BYTES - 1) / SHARD_BYTES);
        // Another start may cut at other places: its shards must not be mixed with those of this one.
        String settings = checksum + ", staging " + UUID.randomUUID();
        String target = folder.toString();
        JavaPairRDD<String, float[]> keyed = rows.mapToPair(row -> new Tuple2<>(hash(row), row));
        List<String> written = keyed.sortByKey(true, shards)
                .values()
                .mapPartitionsWithIndex((index, part) -> write(target, index, part, width, settings), false)
                .collect();
        ShardedFrames.seal(folder, written, List.of());
        return FrameData.of(folder);
    }

    private static void requireSame(Path folder, String checksum) throws IOException {
        String there =
                ShardedFrames.open(folder).shards().get(0).key().settings().getOrDefault(ROWS, "something else");
        if (!there.startsWith(checksum + ",")) {
            throw new IOException(folder + ": holds the rows of another dataset (" + there + " there, " + checksum
                    + " now): use another folder, or delete it");
        }
    }

    private static String hash(float[] row) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * row.length);
        bytes.asFloatBuffer().put(row);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes.array());
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static long leading(String hash) {
        return Long.parseUnsignedLong(hash.substring(0, 16), 16);
    }

    /** Whether a row is for validation: by its contents, so that the choice does not depend on its place. */
    static boolean isHeldOut(float[] row, double part) {
        // Other digits than those that the order goes by first.
        long bits = Long.parseUnsignedLong(hash(row).substring(16), 16) >>> 11;
        return bits * 0x1p-53 < part;
    }

    /** On an executor: the name of the shard, nothing for no rows. */
    private static Iterator<String> write(String folder, int index, Iterator<float[]> rows, int width, String settings)
            throws IOException {
        List<String> names = new ArrayList<>();
        if (rows.hasNext()) {
            String name = String.format(Locale.ROOT, "rows-%05d.npy", index);
            CacheKey key = CacheKey.of(Map.of(ROWS, settings, "shard", Integer.toString(index)), Map.of());
            FrameCache.openOrBuild(Path.of(folder, name), key, width, writer -> {
                for (int block = 0; rows.hasNext(); block++) {
                    writer.write("block " + block, block(rows, width));
                }
            });
            names.add(name);
        }
        return names.iterator();
    }

    private static float[] block(Iterator<float[]> rows, int width) {
        List<float[]> some = new ArrayList<>();
        while (some.size() < BLOCK_ROWS && rows.hasNext()) {
            some.add(rows.next());
        }
        float[] values = new float[some.size() * width];
        for (int i = 0; i < some.size(); i++) {
            System.arraycopy(some.get(i), 0, values, i * width, width);
        }
        return values;
    }
}
