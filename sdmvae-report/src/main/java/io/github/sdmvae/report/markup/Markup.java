/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.report.markup;

import java.util.Set;

/** Writes HTML or SVG; whatever comes in as text or attribute is escaped. Not thread-safe. */
public final class Markup {
    private static final Set<String> VOID = Set.of("img", "meta", "link", "br", "hr");

    private final StringBuilder text = new StringBuilder();

    /** Starts with nothing. */
    public Markup() {}

    /**
     * Text that says itself in no markup.
     *
     * @param raw any text
     * @return for contents and attributes
     */
    public static String escape(String raw) {
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
     * @return this
     */
    public Markup open(String tag, Object... attributes) {
        text.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            text.append(' ').append(attributes[i]).append("=\"");
            text.append(escape(String.valueOf(attributes[i + 1]))).append('"');
        }
        text.append('>');
        return this;
    }

    /**
     * Ends an element.
     *
     * @param tag its name, trusted
     * @return this
     */
    public Markup close(String tag) {
        text.append("</").append(tag).append(">\n");
        return this;
    }

    /**
     * Writes text.
     *
     * @param raw is escaped
     * @return this
     */
    public Markup text(String raw) {
        text.append(escape(raw));
        return this;
    }

    /**
     * Writes an element with nothing but text in it.
     *
     * @param tag its name, trusted
     * @param content is escaped
     * @param attributes names, trusted, and values, alternating
     * @return this
     */
    public Markup element(String tag, String content, Object... attributes) {
        open(tag, attributes);
        return text(content).close(tag);
    }

    /**
     * Writes an element with nothing in it.
     *
     * @param tag its name, trusted
     * @param attributes names, trusted, and values, alternating
     * @return this
     */
    public Markup empty(String tag, Object... attributes) {
        open(tag, attributes);
        if (VOID.contains(tag)) {
            text.append('\n');
            return this;
        }
        return close(tag);
    }

    /**
     * Writes markup of the library's own.
     *
     * @param markup trusted
     * @return this
     */
    public Markup raw(String markup) {
        text.append(markup);
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
