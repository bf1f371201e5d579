/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.report;

import java.util.Set;

/** Writes HTML or SVG; whatever comes in as text or attribute is escaped. Not thread-safe. */
final class Markup {
    private static final Set<String> VOID = Set.of("img", "meta", "link", "br", "hr");

    private final StringBuilder text = new StringBuilder();

    /** Text that says itself in no markup. */
    static String escape(String raw) {
        StringBuilder safe = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                case '\t', '\n', '\r' -> safe.append(' ');
                default -> safe.append(c < ' ' ? '\uFFFD' : c);
            }
        }
        return safe.toString();
    }

    /**
     * Starts an element.
     *
     * @param tag its name, trusted
     * @param attributes names, trusted, and values, alternating
     */
    Markup open(String tag, Object... attributes) {
        text.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            text.append(' ').append(attributes[i]).append("=\"");
            text.append(escape(String.valueOf(attributes[i + 1]))).append('"');
        }
        text.append('>');
        return this;
    }

    Markup close(String tag) {
        text.append("</").append(tag).append(">\n");
        return this;
    }

    Markup text(String raw) {
        text.append(escape(raw));
        return this;
    }

    /** An element with nothing but text in it. */
    Markup element(String tag, String content, Object... attributes) {
        open(tag, attributes);
        return text(content).close(tag);
    }

    /** An element with nothing in it. */
    Markup empty(String tag, Object... attributes) {
        open(tag, attributes);
        if (VOID.contains(tag)) {
            text.append('\n');
            return this;
        }
        return close(tag);
    }

    /** Markup of the library's own. */
    Markup raw(String markup) {
        text.append(markup);
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
