/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.Vae;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskEngineTest {
    private static final int WIDTH = 257;
    private static final int ROWS = 512;

    /** Another session than that which the tests share: one with {@code spark.task.cpus}. */
    private static SparkSession session(int cpus) {
        Small.spark().stop();
        SparkSession spark = SparkSession.builder()
                .master("local[4]")
                .appName("sdmvae-cores")
                .config("spark.task.cpus", cpus)
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .getOrCreate();
        spark.sparkContext().setLogLevel("ERROR");
        return spark;
    }

    @AfterEach
    void stop() {
        SparkSession.active().stop();
    }

    private static Set<Thread> helpers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("sdmvae-cpu-"))
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** In a task: how many threads its engine has started for work that can be shared. */
    private static int started() throws IOException {
        Set<Thread> before = helpers();
        Engine engine = TaskEngine.open();
        try {
            ModelDefinition wide = ModelDefinition.builder()
                    .inputSize(WIDTH)
                    .hidden(128)
                    .latentSize(16)
                    .seed(1)
                    .build();
            Vae model = ModelBytes.load(ModelBytes.of(wide), engine);
            model.encode(Small.rows(ROWS, WIDTH, 1).toRows());
            Set<Thread> after = helpers();
            after.removeAll(before);
            return after.size();
        } finally {
            TaskEngine.close(engine);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void anEngine_hasAsManyThreads_asItsTaskHasCores(int cpus) {
        JavaSparkContext context =
                JavaSparkContext.fromSparkContext(session(cpus).sparkContext());
        // The thread of the task is one of them.
        assertThat(context.parallelize(List.of(0), 1).map(none -> 1 + started()).collect())
                .containsExactly(cpus);
        assertThat(context.parallelize(List.of(0), 1)
                        .map(none -> TaskEngine.cores())
                        .collect())
                .containsExactly(cpus);
        assertThat(TaskEngine.cores()).isEqualTo(1);
    }
}
