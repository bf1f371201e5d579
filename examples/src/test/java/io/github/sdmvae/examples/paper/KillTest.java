/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.paper;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.examples.Examples;
import io.github.sdmvae.examples.TinySpeech;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the command at random moments, as kill -9 does, and gives it again. All the kills:
 *
 * <pre>mvn test -pl examples -am -Dtest='paper/KillTest' -Dsurefire.failIfNoSpecifiedTests=false -Dexcluded.groups=</pre>
 */
class KillTest {
    private static final int EPOCHS = 200;

    @TempDir
    Path folder;

    @Test
    void twoKills_changeNothing() throws Exception {
        killed(2, 21);
    }

    @Test
    @Tag("slow")
    void tenKills_changeNothing() throws Exception {
        killed(10, 22);
    }

    private static Process start(TinyTable table) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx512m", "-Djava.awt.headless=true", "-cp"));
        command.add(System.getProperty("java.class.path"));
        command.add(Examples.class.getName());
        command.addAll(table.arguments("--max-epochs", EPOCHS, "--patience", EPOCHS, "--jobs", 2));
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private void killed(int kills, long seed) throws Exception {
        Path speech = TinySpeech.folder(folder);
        TinyTable unbroken = new TinyTable(speech, folder.resolve("unbroken"));
        long start = System.nanoTime();
        assertThat(start(unbroken).waitFor()).isZero();
        long millis = (System.nanoTime() - start) / 1_000_000;
        Map<String, String> expected = unbroken.promised();
        TinyTable table = new TinyTable(speech, folder.resolve("killed"));
        Random random = new Random(seed);
        int done = 0;
        for (int round = 0; done < kills; round++) {
            // Each session goes further than the one before; once the table is finished, a new one is begun.
            Process process = start(table);
            Thread.sleep(random.nextInt((int) millis));
            boolean alive = process.isAlive();
            process.destroyForcibly().waitFor();
            if (alive) {
                done++;
            } else {
                assertThat(table.promised()).isEqualTo(expected);
                table = new TinyTable(speech, folder.resolve("killed " + round));
            }
        }
        assertThat(start(table).waitFor()).isZero();
        assertThat(table.promised()).isEqualTo(expected);
        assertThat(expected).containsKeys("table.csv", "table.md", "report/index.html");
    }
}
