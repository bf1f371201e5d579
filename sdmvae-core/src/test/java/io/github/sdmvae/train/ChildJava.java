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

    /**
     * A variable of the child's environment.
     *
     * @param name which
     * @param value its value
     */
    record Environment(String name, String value) {}

    static ChildJava start(Environment variable, Class<?> program, String... arguments) throws IOException {
        ProcessBuilder builder = builder(Path.of(System.getProperty("java.home")), program, List.of(), arguments);
        builder.environment().put(variable.name(), variable.value());
        return start(builder);
    }

    static ChildJava start(Path javaHome, Class<?> program, List<String> options, String... arguments)
            throws IOException {
        return start(builder(javaHome, program, options, arguments));
    }

    private static ChildJava start(ProcessBuilder builder) throws IOException {
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        // One that a failed test leaves behind would keep the build waiting for the end of its output.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return new ChildJava(
                process, new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
    }

    private static ProcessBuilder builder(Path javaHome, Class<?> program, List<String> options, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(javaHome.resolve("bin").resolve("java").toString());
        command.add("-Xmx512m");
        command.addAll(options);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(program.getName());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
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
