/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Properties;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas;

/**
 * Whose matrix products these are: the only part of a training that differs from processor to processor.
 *
 * @param architecture of the processor, as Java calls it
 * @param core for which OpenBLAS has chosen its kernels
 * @param version of OpenBLAS
 */
record RecordedKernels(String architecture, String core, String version) {
    private static final String UNKNOWN = "unknown";
    private static final String VERSIONS = "/META-INF/maven/org.bytedeco/openblas/pom.properties";
    private static final List<String> CORES = List.of(
            ("PRESCOTT CORE2 PENRYN DUNNINGTON NEHALEM SANDYBRIDGE HASWELL ZEN SKYLAKEX COOPERLAKE SAPPHIRERAPIDS ATOM NANO"
                            + " ATHLON OPTERON OPTERON_SSE3 BARCELONA BOBCAT BULLDOZER PILEDRIVER STEAMROLLER EXCAVATOR"
                            + " ARMV8 ARMV8SVE CORTEXA53 CORTEXA55 CORTEXA57 CORTEXA72 CORTEXA73 CORTEXX1 FALKOR"
                            + " THUNDERX THUNDERX2T99 THUNDERX3T110 TSV110 EMAG8180 NEOVERSEN1 NEOVERSEN2 NEOVERSEV1"
                            + " A64FX VORTEX VORTEXM4")
                    .split(" "));

    static RecordedKernels here() throws IOException {
        return new RecordedKernels(System.getProperty("os.arch"), chosenCore(), openblasVersion());
    }

    /** OpenBLAS's table of kernels is one of those that bear a core's name; its own question is not in the bindings. */
    private static String chosenCore() {
        Loader.load(openblas.class);
        Pointer chosen = Loader.addressof("gotoblas");
        if (chosen == null) {
            return UNKNOWN;
        }
        long table = new LongPointer(chosen).get();
        return CORES.stream()
                .filter(name -> isAt(Loader.addressof("gotoblas_" + name), table))
                .findFirst()
                .orElse(UNKNOWN);
    }

    private static boolean isAt(Pointer symbol, long address) {
        return symbol != null && symbol.address() == address;
    }

    private static String openblasVersion() throws IOException {
        try (InputStream in = openblas.class.getResourceAsStream(VERSIONS)) {
            Properties properties = new Properties();
            if (in != null) {
                properties.load(in);
            }
            return properties.getProperty("version", UNKNOWN);
        }
    }

    boolean isKnown() {
        return !core.equals(UNKNOWN) && !version.equals(UNKNOWN);
    }
}
