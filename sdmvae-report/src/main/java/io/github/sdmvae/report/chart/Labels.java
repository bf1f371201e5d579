/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.report.chart;

import java.util.ArrayList;
import java.util.List;

/**
 * Places for labels beside points of a panel: each as near as there is room for it, inside the panel, off the points and off
 * the labels before it. In a crowd the least bad place is taken. Not thread-safe.
 */
final class Labels {
    /** Of small text, in a font that is not known exactly. */
    private static final double PER_CHARACTER = 5.7;

    private static final double HEIGHT = 11;
    private static final double GAP = 7;
    private static final int RINGS = 6;
    private static final double RING = 13;
    /** How bad it is to stick out of the panel, beside covering as much. */
    private static final double OUTSIDE = 4;
    /** How bad it is to be farther away, in covered area per pixel. */
    private static final double AWAY = 0.6;

    private final Box panel;
    private final List<Box> taken = new ArrayList<>();

    /** A rectangle of the page. */
    record Box(double left, double top, double width, double height) {
        private double common(Box other) {
            double across = Math.min(left + width, other.left + other.width) - Math.max(left, other.left);
            double down = Math.min(top + height, other.top + other.height) - Math.max(top, other.top);
            return across > 0 && down > 0 ? across * down : 0;
        }

        /** Where the text's base line begins. */
        double baseline() {
            return top + height - 2;
        }

        /** Whether the box is so far from a point that a line must lead to it. */
        boolean isFarFrom(double x, double y) {
            double across = Math.max(0, Math.max(left - x, x - left - width));
            double down = Math.max(0, Math.max(top - y, y - top - height));
            return Math.hypot(across, down) > GAP + HEIGHT;
        }
    }

    Labels(Box panel) {
        this.panel = panel;
    }

    /** Keeps a point free. */
    void keepFree(double x, double y, double radius) {
        taken.add(new Box(x - radius, y - radius, 2 * radius, 2 * radius));
    }

    /** Finds room for the label of a point and takes it. */
    Box place(String text, double x, double y) {
        double width = text.length() * PER_CHARACTER;
        Box best = null;
        double least = Double.POSITIVE_INFINITY;
        for (int ring = 0; ring < RINGS; ring++) {
            for (Box box : around(x, y, width, ring * RING)) {
                double cost = cost(box) + AWAY * ring * RING;
                if (cost < least) {
                    least = cost;
                    best = box;
                }
            }
        }
        if (best == null) {
            throw new IllegalArgumentException("a label must have a finite place, got " + x + ", " + y);
        }
        taken.add(best);
        return best;
    }

    private static List<Box> around(double x, double y, double width, double away) {
        double right = x + GAP;
        double left = x - GAP - width;
        double middle = x - width / 2;
        double above = y - GAP - HEIGHT - away;
        double below = y + GAP + away;
        return List.of(
                new Box(right, above + 5, width, HEIGHT),
                new Box(right, below - 5, width, HEIGHT),
                new Box(left, above + 5, width, HEIGHT),
                new Box(left, below - 5, width, HEIGHT),
                new Box(middle, above, width, HEIGHT),
                new Box(middle, below, width, HEIGHT));
    }

    private double cost(Box box) {
        double cost = OUTSIDE * (box.width() * box.height() - box.common(panel));
        for (Box other : taken) {
            cost += box.common(other);
        }
        return cost;
    }
}
