/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A Java process of its own with this test's class path.
 *
 * @param process to kill
 * @param out its standard output
 */
record ChildJava(Process process, BufferedReader out) {

    static ChildJava start(Class<?> program, List<String> options, String... arguments) throws IOException {
        return start(Path.of(System.getProperty("java.home")), program, options, arguments);
    }

    static ChildJava start(Path javaHome, Class<?> program, List<String> options, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(javaHome.resolve("bin").resolve("java").toString());
        command.add("-Xmx512m");
        command.addAll(options);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(program.getName());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new ChildJava(
                process, new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
    }

    String readAll() {
        return out.lines().collect(Collectors.joining("\n"));
    }

    /** As kill -9 does: no shutdown hooks, no flushing. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }
}
