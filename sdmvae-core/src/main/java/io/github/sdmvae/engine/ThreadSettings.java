/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine;

/** Numbers of threads in system properties. */
public final class ThreadSettings {
    private static final int MOST = 1024;

    private ThreadSettings() {}

    /**
     * Reads a number of threads.
     *
     * @param property name of the system property
     * @param otherwise if it is not set
     * @return 1 to 1024
     * @throws IllegalArgumentException naming property and value, if it is something else
     */
    public static int read(String property, int otherwise) {
        String text = System.getProperty(property);
        if (text == null) {
            return otherwise;
        }
        try {
            return check(property, Integer.parseInt(text.strip()));
        } catch (NumberFormatException e) {
            throw refusal(property, text);
        }
    }

    /**
     * Checks a number of threads.
     *
     * @param what it is the number of, for the message
     * @param threads wanted
     * @return the same
     * @throws IllegalArgumentException if it is not in 1 to 1024
     */
    public static int check(String what, int threads) {
        if (threads < 1 || threads > MOST) {
            throw refusal(what, Integer.toString(threads));
        }
        return threads;
    }

    private static IllegalArgumentException refusal(String what, String got) {
        return new IllegalArgumentException(what + " must be a number of threads from 1 to " + MOST + ", got " + got);
    }
}
