/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which processors the machines have: with other kernels of OpenBLAS, sums are added up in another order. */
public final class Processors {
    private static final Logger LOG = LoggerFactory.getLogger(Processors.class);
    private static final Path LINUX = Path.of("/proc/cpuinfo");
    private static final String MODEL = "model name";

    private Processors() {}

    /**
     * This machine's.
     *
     * @return for instance {@code amd64, AMD EPYC 9V74}; the architecture alone where the system does not say more
     */
    public static String own() {
        String architecture = System.getProperty("os.arch", "unknown");
        if (!Files.isReadable(LINUX)) {
            return architecture;
        }
        try (Stream<String> lines = Files.lines(LINUX)) {
            return lines.filter(line -> line.startsWith(MODEL))
                    .findFirst()
                    .map(line -> architecture + ", "
                            + line.substring(line.indexOf(':') + 1).strip())
                    .orElse(architecture);
        } catch (IOException e) {
            LOG.debug("cannot tell the processor", e);
            return architecture;
        }
    }

    /**
     * Warns if work was done on processors of several kinds.
     *
     * @param names of all that took part
     * @return whether they are mixed
     */
    public static boolean warnIfMixed(Collection<String> names) {
        Set<String> kinds = new TreeSet<>(names);
        if (kinds.size() > 1) {
            LOG.warn(
                    "the executors have processors of {} kinds ({}): the same work may give results that differ in the"
                        + " last bits, and trainings carry such differences on; to repeat results to the last bit, use"
                        + " machines of one kind",
                    kinds.size(),
                    String.join("; ", kinds));
        }
        return kinds.size() > 1;
    }
}
