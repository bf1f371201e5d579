/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * Where a model comes from, kept in its file.
 *
 * @param library version of this library
 * @param nd4j version of ND4J; none where it was left out
 * @param java version of Java
 * @param platform operating system and processor
 * @param created time of the training's end, ISO-8601, UTC
 * @param data what the model was trained on; empty if it was not
 * @param training settings by name; empty if it was not trained
 */
public record Provenance(
        String library,
        String nd4j,
        String java,
        String platform,
        String created,
        String data,
        Map<String, String> training) {

    /**
     * Copies the settings.
     *
     * @param library version of this library
     * @param nd4j version of ND4J; none where it was left out
     * @param java version of Java
     * @param platform operating system and processor
     * @param created time of the training's end, ISO-8601, UTC
     * @param data what the model was trained on; empty if it was not
     * @param training settings by name; empty if it was not trained
     */
    public Provenance {
        training = Map.copyOf(training);
    }

    /**
     * The provenance of something made here and now.
     *
     * @param data what the model was trained on
     * @param training settings by name
     * @return the provenance
     */
    public static Provenance now(String data, Map<String, String> training) {
        return new Provenance(
                versionOf(Provenance.class, "development"),
                nd4jVersion(),
                System.getProperty("java.version", "unknown"),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                data,
                training);
    }

    /** By name: whoever trains on the standard engine may do without ND4J. */
    private static String nd4jVersion() {
        try {
            Class<?> type = Class.forName("org.nd4j.linalg.factory.Nd4j", false, Provenance.class.getClassLoader());
            return versionOf(type, "1.0.0-M2.1");
        } catch (ClassNotFoundException e) {
            return "none";
        }
    }

    private static String versionOf(Class<?> type, String otherwise) {
        String version = type.getPackage().getImplementationVersion();
        return version == null ? otherwise : version;
    }
}
