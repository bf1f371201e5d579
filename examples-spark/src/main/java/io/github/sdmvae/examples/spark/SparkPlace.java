/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.spark;

import io.github.sdmvae.examples.place.Place;
import io.github.sdmvae.examples.place.PlacedPart;
import io.github.sdmvae.spark.Processors;
import io.github.sdmvae.spark.TaskEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import scala.Tuple3;

/**
 * {@code --on spark}: one task per part, on the cluster that {@code spark.master} names (spark-submit sets it, or {@code
 * -Dspark.master=…}), by default this machine's cores. Executors have their classes from spark-submit, or else under the
 * paths of this process's class path.
 */
public final class SparkPlace implements Place {
    private static final String MASTER = "spark.master";
    private static final String SUBMITTED = "spark.submit.deployMode";

    /** Made by the service loader. */
    public SparkPlace() {}

    @Override
    public String name() {
        return "spark";
    }

    @Override
    public Map<String, String> finish(String program, List<String> command, List<String> parts) {
        SparkConf conf = new SparkConf();
        conf.setIfMissing(MASTER, "local[*]").setIfMissing("spark.app.name", program);
        if (!conf.contains(SUBMITTED)) {
            conf.setIfMissing("spark.executor.extraClassPath", System.getProperty("java.class.path"));
        }
        SparkSession spark = SparkSession.builder().config(conf).getOrCreate();
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        int attempts = context.isLocal() ? 1 : conf.getInt("spark.task.maxFailures", 4);
        List<String> words = new ArrayList<>(command);
        List<Tuple3<String, String, String>> ended = context.parallelize(parts, parts.size())
                .map(part -> new Tuple3<>(part, work(program, words, part, attempts), Processors.own()))
                .collect();
        Processors.warnIfMixed(ended.stream().map(Tuple3::_3).toList());
        Map<String, String> failures = new TreeMap<>();
        ended.stream().filter(end -> !end._2().isEmpty()).forEach(end -> failures.put(end._1(), end._2()));
        return failures;
    }

    /** On an executor. Returns why the part failed, for good; empty if it did not. */
    private static String work(String program, List<String> command, String part, int attempts) throws Exception {
        TaskEngine.limitThreads();
        try {
            PlacedPart.finish(program, command, part);
            return "";
        } catch (Exception e) {
            // The last attempt must not end the other parts.
            if (TaskContext.get().attemptNumber() + 1 < attempts) {
                throw e;
            }
            return e.getMessage() == null ? e.toString() : e.getMessage();
        }
    }
}
