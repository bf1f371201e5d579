/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.spark.corpus;

import io.github.sdmvae.audio.SpeechFolder;
import io.github.sdmvae.audio.SpeechFolder.Part;
import io.github.sdmvae.audio.SpeechFrames.Skipped;
import io.github.sdmvae.audio.SpeechOptions;
import io.github.sdmvae.audio.SpeechShard;
import io.github.sdmvae.data.ShardedFrames;
import io.github.sdmvae.data.ShardedFrames.LeftOut;
import io.github.sdmvae.spark.Processors;
import io.github.sdmvae.spark.TaskEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * Turns a folder of recordings into a corpus of frames on a cluster: one shard, and one task, per group of recordings.
 *
 * <pre>{@code
 * ShardedFrames train = SparkFrames.extract(
 *         spark, Path.of("/shared/speech"), SpeechOptions.defaults(), Part.TRAIN, Path.of("/shared/frames/train"), 100);
 * }</pre>
 *
 * <p>Which recordings make a shard depends on their paths alone, not on the machines. A shard is written aside and renamed,
 * the manifest comes last: a job that was killed, wherever, goes on with the shards that are missing. Shards whose recordings
 * or options have changed since are made again. The rows are those of {@link SpeechFolder#frames}, in the same order, to the
 * last bit.
 */
public final class SparkFrames {
    private static final Logger LOG = LoggerFactory.getLogger(SparkFrames.class);

    private SparkFrames() {}

    /**
     * Makes a corpus, or what is missing of it. If a task fails as often as Spark allows, Spark's own exception comes through,
     * and shards made so far are kept.
     *
     * @param spark where
     * @param recordings a folder as for {@link SpeechFolder#open}, on storage that all machines see under this path
     * @param options how recordings become frames
     * @param part which set; the test set is not trimmed
     * @param target where the shards go, likewise seen by all; made if it does not exist
     * @param shardSize recordings per shard, at least 1; some hundred megabytes of frames make a good shard
     * @return the corpus; {@link ShardedFrames#contents} names the recordings left out
     * @throws IOException if there are no recordings, none can be used, or one cannot be read and the options say to stop
     */
    public static ShardedFrames extract(
            SparkSession spark, Path recordings, SpeechOptions options, Part part, Path target, int shardSize)
            throws IOException {
        Path root = recordings.toAbsolutePath().normalize();
        Path folder = target.toAbsolutePath().normalize();
        List<SpeechShard> shards = SpeechShard.of(root, SpeechFolder.open(root, options), part, shardSize);
        if (shards.isEmpty()) {
            throw new IOException(root + ": there are no recordings for the "
                    + part.name().toLowerCase(Locale.ROOT)
                    + " set: add a sub-folder for it, or a part of the speakers in the"
                    + " options");
        }
        Files.createDirectories(folder);
        List<Tuple2<String, String>> sent = new ArrayList<>();
        for (int i = 0; i < shards.size(); i++) {
            sent.add(new Tuple2<>(
                    folder.resolve(name(i)).toString(), shards.get(i).toJson()));
        }
        String below = root.toString();
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        List<Tuple2<String, List<Tuple2<String, String>>>> built = context.parallelize(sent, sent.size())
                .map(one -> new Tuple2<>(Processors.own(), build(below, one._1(), one._2())))
                .collect();
        Processors.warnIfMixed(built.stream().map(Tuple2::_1).toList());
        return seal(folder, built);
    }

    private static String name(int shard) {
        return String.format(Locale.ROOT, "shard-%05d.npy", shard);
    }

    /** On an executor. Names and reasons of what was left out with the whole shard; empty if there is a file. */
    private static List<Tuple2<String, String>> build(String root, String file, String shard) throws IOException {
        SpeechShard.Built built = SpeechShard.fromJson(shard).build(Path.of(file), TaskEngine.cores());
        List<Tuple2<String, String>> leftOut = new ArrayList<>();
        if (built.rows() == 0) {
            for (Skipped skipped : built.skipped()) {
                String name = Path.of(root).relativize(skipped.file()).toString();
                leftOut.add(new Tuple2<>(name, skipped.reason()));
            }
        }
        return leftOut;
    }

    private static ShardedFrames seal(Path folder, List<Tuple2<String, List<Tuple2<String, String>>>> built)
            throws IOException {
        List<String> files = new ArrayList<>();
        List<LeftOut> leftOut = new ArrayList<>();
        for (int i = 0; i < built.size(); i++) {
            List<Tuple2<String, String>> without = built.get(i)._2();
            if (without.isEmpty()) {
                files.add(name(i));
            }
            without.forEach(one -> leftOut.add(new LeftOut(one._1(), one._2())));
        }
        if (files.isEmpty()) {
            throw new IOException("none of " + leftOut.size() + " recordings can be used, the first because "
                    + leftOut.get(0).reason());
        }
        ShardedFrames frames = ShardedFrames.seal(folder, files, leftOut);
        LOG.info("{}", frames.description());
        return frames;
    }
}
