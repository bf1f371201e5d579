/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code examples/run}, in a copy of its folders, with a Maven and a Java that are scripts. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class RunScriptTest {
    @TempDir
    private Path root = Path.of(".");

    private Path target = root;

    @BeforeEach
    void copy() throws IOException {
        target = Files.createDirectories(root.resolve("examples/target"));
        Files.createDirectories(root.resolve("core/src/main"));
        Files.createFile(root.resolve("pom.xml"));
        Files.createFile(root.resolve("core/pom.xml"));
        Files.copy(Path.of("run").toAbsolutePath(), root.resolve("examples/run"));
        script("jdk/bin/java", "echo started");
    }

    private Path script(String name, String... lines) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }

    private Process start(String log, String... maven) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder("sh", root.resolve("examples/run").toString(), "Any");
        builder.environment().put("MVN", script("mvn-" + log, maven).toString());
        builder.environment().put("JAVA_HOME", root.resolve("jdk").toString());
        File file = root.resolve(log).toFile();
        return builder.redirectErrorStream(true).redirectOutput(file).start();
    }

    @AfterEach
    void end() throws IOException {
        // Lets a Maven that still waits end.
        Files.createFile(root.resolve("go"));
    }

    private String done(Process process, String log, int status) throws IOException, InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        String text = Files.readString(root.resolve(log));
        assertThat(process.exitValue()).as(text).isEqualTo(status);
        return text;
    }

    private void await(Path file) throws InterruptedException {
        for (int i = 0; i < 3000 && !Files.exists(file); i++) {
            Thread.sleep(20);
        }
        assertThat(file).exists();
    }

    private String[] building(String end) {
        return new String[] {
            "echo '[INFO] Scanning for projects...'",
            "echo '[INFO] Building sdmvae-core 0.1.0-SNAPSHOT                     [2/9]'",
            "touch '" + target + "/run.classpath' '" + root + "/begun'",
            end
        };
    }

    private String waiting() {
        return "echo $$ >'" + root + "/pid'; while [ ! -f '" + root + "/go' ]; do sleep 0.1; done";
    }

    @Test
    void builtOnce_startsAtOnce() throws IOException, InterruptedException {
        assertThat(done(start("first", building("true")), "first", 0))
                .isEqualTo(
                        "building the examples (minutes the first time, seconds later)\n  [2/9] sdmvae-core\nstarted\n");
        assertThat(done(start("second", "exit 1"), "second", 0)).isEqualTo("started\n");
    }

    @Test
    void failedBuild_saysWhyAndIsDoneAgain() throws IOException, InterruptedException {
        assertThat(done(start("first", building("echo '[ERROR] no disk'; exit 7")), "first", 7))
                .contains("[ERROR] no disk")
                .doesNotContain("started");
        assertThat(done(start("second", building("true")), "second", 0)).contains("[2/9]", "started");
    }

    @Test
    void killedScript_endsItsMavenAndSaysThatItGoesOn() throws IOException, InterruptedException {
        Process process = start("first", building(waiting()));
        await(root.resolve("pid"));
        Thread.sleep(100); // The shell may not have written yet.
        long maven = Long.parseLong(Files.readString(root.resolve("pid")).strip());
        process.destroy(); // TERM
        assertThat(done(process, "first", 143)).contains("stopped; started again, it goes on where it stopped");
        assertThat(ProcessHandle.of(maven).filter(ProcessHandle::isAlive)).isEmpty();
        // What the killed Maven had started may hold the lock for another moment, and the script then says that it
        // waits.
        assertThat(done(start("second", building("true")), "second", 0))
                .contains("going on with the build that was stopped")
                .endsWith("started\n");
    }

    @Test
    void secondBuild_waitsForTheFirstAndBuildsNothing() throws IOException, InterruptedException {
        Process first = start("first", building(waiting()));
        await(root.resolve("pid"));
        Process second = start("second", "touch '" + root + "/twice'");
        for (int i = 0; i < 3000 && Files.size(root.resolve("second")) == 0; i++) {
            Thread.sleep(20);
        }
        assertThat(root.resolve("second")).content().contains("another examples/run", "waiting until it is done");
        Files.createFile(root.resolve("go"));
        done(first, "first", 0);
        assertThat(done(second, "second", 0)).endsWith("started\n");
        assertThat(root.resolve("twice")).doesNotExist();
        Files.delete(root.resolve("go"));
    }
}
