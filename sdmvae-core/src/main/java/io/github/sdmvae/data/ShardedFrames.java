/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.data;

import io.github.sdmvae.data.FrameCache.Content;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The rows of many {@linkplain FrameCache frame caches} one after the other, as one source: a corpus that several machines
 * have made, each a few shards. A trainer's order of an epoch is one of all rows, so it goes across all shards.
 *
 * <p><b>Format.</b> A folder with a manifest {@value #MANIFEST}, which names the shards in order with their rows and the
 * fingerprints of their keys, and the shards beside it. The manifest is written last: where there is none, the corpus is not
 * finished.
 *
 * <p><b>Thread rule:</b> as for {@link FrameCache}: immutable, any number of threads may read.
 */
public final class ShardedFrames implements FrameSource {
    /** Name of the manifest in the folder. */
    public static final String MANIFEST = "frames.json";

    private final Path folder;
    private final ShardManifest manifest;
    private final List<FrameCache> shards;
    private final int[] starts;
    private final int size;

    private ShardedFrames(Path folder, ShardManifest manifest, List<FrameCache> shards) {
        this.folder = folder;
        this.manifest = manifest;
        this.shards = List.copyOf(shards);
        this.starts = new int[shards.size()];
        int next = 0;
        for (int s = 0; s < starts.length; s++) {
            starts[s] = next;
            next += shards.get(s).size();
        }
        this.size = next;
    }

    /**
     * Input that gave no rows and belongs to no shard, as none of its group did.
     *
     * @param name of the input
     * @param reason why
     */
    public record LeftOut(String name, String reason) {
        /**
         * Checks that both are there.
         *
         * @param name of the input
         * @param reason why
         */
        public LeftOut {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(reason, "reason");
        }
    }

    /**
     * Opens a finished corpus.
     *
     * @param folder with manifest and shards
     * @return its rows
     * @throws java.nio.file.NoSuchFileException if there is no manifest: the corpus is not finished; or if a shard is missing
     * @throws FrameCacheException if the manifest or a shard is foreign, truncated, damaged or newer, or a shard is another
     *     than the manifest names
     * @throws IOException if a file cannot be read
     */
    public static ShardedFrames open(Path folder) throws IOException {
        ShardManifest manifest = ShardManifest.read(folder.resolve(MANIFEST));
        List<FrameCache> shards = new ArrayList<>();
        for (ShardManifest.Shard shard : manifest.shards()) {
            FrameCache cache = FrameCache.open(folder.resolve(shard.file()));
            shard.requireSame(cache, folder);
            shards.add(cache);
        }
        return new ShardedFrames(folder, manifest, shards);
    }

    /**
     * Writes the manifest of shards that are all there, which makes them a corpus.
     *
     * @param folder where they are
     * @param files their names, in the order of the rows; at least one
     * @param leftOut input of groups that gave no shard
     * @return the corpus
     * @throws FrameCacheException if a shard is no whole frame cache
     * @throws IOException if a shard cannot be read, or the manifest not written
     * @throws IllegalArgumentException if there is no shard, they differ in width, or have more than 2³¹ − 1 rows together
     */
    public static ShardedFrames seal(Path folder, List<String> files, List<LeftOut> leftOut) throws IOException {
        if (files.isEmpty()) {
            throw new IllegalArgumentException(folder + ": a corpus needs at least one shard");
        }
        List<FrameCache> shards = new ArrayList<>();
        for (String file : files) {
            shards.add(FrameCache.open(folder.resolve(file)));
        }
        ShardManifest manifest = ShardManifest.of(files, shards, leftOut);
        manifest.write(folder.resolve(MANIFEST));
        return new ShardedFrames(folder, manifest, shards);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public int width() {
        return manifest.width();
    }

    @Override
    public void read(int index, float[] target, int offset) {
        Objects.checkIndex(index, size);
        int shard = shardOf(index);
        shards.get(shard).read(index - starts[shard], target, offset);
    }

    @Override
    public void read(int[] rows, int first, int count, float[] target, int offset) {
        RowRuns.read(this, this::copy, rows, first, count, target, offset);
    }

    private void copy(int row, int count, float[] target, int offset) {
        for (int i = 0; i < count; i++) {
            read(row + i, target, offset + i * width());
        }
    }

    private int shardOf(int index) {
        int found = Arrays.binarySearch(starts, index);
        return found >= 0 ? found : -found - 2;
    }

    /**
     * The shards.
     *
     * @return in the order of the rows
     */
    public List<FrameCache> shards() {
        return shards;
    }

    /**
     * The inputs of all shards, used and skipped, then those left out with their whole group.
     *
     * @return in the order of the rows; first rows are numbers of this source
     */
    public List<Content> contents() {
        List<Content> all = new ArrayList<>();
        for (int s = 0; s < starts.length; s++) {
            for (Content content : shards.get(s).contents()) {
                all.add(new Content(content.name(), starts[s] + content.firstRow(), content.rows(), content.skipped()));
            }
        }
        manifest.leftOut().forEach(input -> all.add(new Content(input.name(), size, 0, input.reason())));
        return all;
    }

    /**
     * Reads all rows and compares them with the checksums of the builds.
     *
     * @throws FrameCacheException if rows have changed on the disk
     */
    public void verify() throws FrameCacheException {
        for (FrameCache shard : shards) {
            shard.verify();
        }
    }

    @Override
    public String description() {
        return "corpus " + folder.getFileName() + " (" + manifest.fingerprint() + "), " + shards.size() + " shards, "
                + size + " rows of " + width();
    }
}
