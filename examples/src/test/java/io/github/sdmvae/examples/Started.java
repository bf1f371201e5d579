/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What an example left behind when started with some arguments. Tests that use it must not run in parallel.
 *
 * @param status exit status
 * @param out what it wrote on stdout
 * @param err what it wrote on stderr
 */
public record Started(int status, String out, String err) {

    /**
     * Starts an example.
     *
     * @param args its name and its arguments
     * @return what it left behind
     */
    public static Started with(Object... args) {
        String[] words = List.of(args).stream().map(Object::toString).toArray(String[]::new);
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
        ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(outBytes, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(errBytes, true, StandardCharsets.UTF_8));
        try {
            int status = Examples.run(words);
            return new Started(
                    status, outBytes.toString(StandardCharsets.UTF_8), errBytes.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }
}
