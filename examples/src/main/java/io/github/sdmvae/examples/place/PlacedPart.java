/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.place;

import java.util.List;
import java.util.ServiceLoader;
import picocli.CommandLine;

/** Where a part is done: finds the program, gives it its options, and lets it do the part. */
public final class PlacedPart {
    private PlacedPart() {}

    /** Makes a program that can be divided. */
    public interface Program {
        /**
         * By which it is found.
         *
         * @return a word
         */
        String name();

        /**
         * A program without options yet.
         *
         * @return new
         */
        Divisible make();
    }

    /**
     * Does a part.
     *
     * @param program its name
     * @param command the program's arguments, paths absolute
     * @param part its name
     * @throws Exception if it fails
     */
    public static void finish(String program, List<String> command, String part) throws Exception {
        Divisible made = ServiceLoader.load(Program.class, Program.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .filter(found -> found.name().equals(program))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no program named '" + program + "' here"))
                .make();
        CommandLine line = new CommandLine(made);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setOverwrittenOptionsAllowed(true);
        line.parseArgs(command.toArray(String[]::new));
        made.finishPart(part);
    }
}
