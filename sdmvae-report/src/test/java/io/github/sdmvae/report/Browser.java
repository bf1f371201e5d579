/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.report;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Headless Chromium on a copy of a page that reports about itself.
 *
 * @param program Chromium
 */
record Browser(Path program) {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final Pattern REPORTED = Pattern.compile("<pre id=\"checked\">(.*?)</pre>", Pattern.DOTALL);

    /** What the page says about itself, one line each, and what Chromium logged of its console. */
    record Answer(List<String> lines, List<String> console) {
        List<String> of(String kind) {
            return lines.stream()
                    .filter(line -> line.startsWith(kind + " "))
                    .map(line -> line.substring(kind.length() + 1))
                    .toList();
        }

        int number(String kind) {
            return Integer.parseInt(of(kind).get(0));
        }
    }

    static Optional<Browser> find() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Browser::new);
    }

    Answer open(Path page, String... options) throws IOException, InterruptedException {
        String html = Files.readString(page);
        Path copy = page.resolveSibling("checked.html");
        String script = Resources.text("check.js");
        Files.writeString(copy, html.replace("<head>", "<head><script>" + script + "</script>"));
        Path profile = Files.createTempDirectory("chromium");
        Path out = profile.resolve("out.html");
        Path log = profile.resolve("log.txt");
        try {
            List<String> command = new ArrayList<>(List.of(program.toString(), "--headless", "--no-sandbox"));
            command.addAll(List.of("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"));
            command.addAll(List.of("--disable-background-networking", "--disable-component-update"));
            command.addAll(List.of("--user-data-dir=" + profile.resolve("profile"), "--enable-logging=stderr"));
            command.addAll(List.of("--virtual-time-budget=20000", "--dump-dom"));
            command.addAll(List.of(options));
            command.add(copy.toUri().toString());
            run(new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(log.toFile()));
            return answer(Files.readString(out), Files.readString(log, StandardCharsets.ISO_8859_1));
        } finally {
            Files.delete(copy);
            delete(profile);
        }
    }

    private static void run(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.start();
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("Chromium has not ended within two minutes");
        }
    }

    private static Answer answer(String dom, String log) {
        Matcher reported = REPORTED.matcher(dom);
        if (!reported.find()) {
            throw new AssertionError("the page has not reported; Chromium said:\n" + log);
        }
        List<String> console =
                log.lines().filter(line -> line.contains(":CONSOLE")).toList();
        return new Answer(reported.group(1).strip().lines().toList(), console);
    }

    private static void delete(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> tree = Files.walk(folder)) {
            files = tree.sorted((a, b) -> b.compareTo(a)).toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }
}
