/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.place;

import java.util.List;
import java.util.Map;

/**
 * Where parts of a program can be done other than in its own process, a cluster for instance. Found by {@link
 * java.util.ServiceLoader}: {@code --on NAME}.
 *
 * <p>The parts are sent as words: the command line of the program, and the name of each part. Whoever does a part calls {@link
 * PlacedPart#finish} with them, in a process that sees the same folders under the same paths.
 */
public interface Place {

    /**
     * What to say after {@code --on}.
     *
     * @return a word
     */
    String name();

    /**
     * Does all parts and returns when the last one has ended. A part that is lost on the way is started again; one that fails
     * does not keep the others from their work.
     *
     * @param program as Java knows it, a name for {@link PlacedPart#finish}
     * @param command the program's arguments
     * @param parts names
     * @return why parts failed, by name; empty if none did
     */
    Map<String, String> finish(String program, List<String> command, List<String> parts);
}
