/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

import java.util.Locale;

/** Says why native libraries could not be loaded. */
public final class NativeDiagnosis {
    private static final String PLATFORMS = "linux-x86_64, linux-arm64, macosx-x86_64, macosx-arm64 and windows-x86_64";

    private NativeDiagnosis() {}

    /**
     * Finds the cause.
     *
     * @param error as thrown
     * @return a sentence that names the cause and what to do
     */
    public static String of(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return String.format(
                Locale.ROOT,
                "%s (on %s %s; there are natives for %s, as jars with that classifier on the class path)",
                root,
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                PLATFORMS);
    }
}
