/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.report.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.report.chart.Labels.Box;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelsTest {
    private static final Box PANEL = new Box(62, 34, 438, 294);

    private static boolean overlap(Box a, Box b) {
        return a.left() < b.left() + b.width()
                && b.left() < a.left() + a.width()
                && a.top() < b.top() + b.height()
                && b.top() < a.top() + a.height();
    }

    @Test
    void neighbours_doNotCoverEachOther_norPoints() {
        Labels labels = new Labels(PANEL);
        List<Box> boxes = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            labels.keepFree(200 + 9 * i, 150, 4.5);
            boxes.add(new Box(195.5 + 9 * i, 145.5, 9, 9));
        }
        for (int i = 0; i < 6; i++) {
            boxes.add(labels.place("β = " + i, 200 + 9 * i, 150));
        }
        for (int i = 6; i < boxes.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (i != j) {
                    assertThat(overlap(boxes.get(i), boxes.get(j)))
                            .as("%d and %d: %s, %s", i, j, boxes.get(i), boxes.get(j))
                            .isFalse();
                }
            }
        }
    }

    @Test
    void aLabelAtTheEdge_staysInside() {
        Box box = new Labels(PANEL).place("narrow share = 0.7, β = 4", 495, 36);
        assertThat(box.left() + box.width()).isLessThanOrEqualTo(500);
        assertThat(box.top()).isGreaterThanOrEqualTo(34);
        assertThat(box.isFarFrom(495, 36)).isFalse();
        assertThat(box.isFarFrom(495, 300)).isTrue();
    }

    @Test
    void alone_itStandsToTheRight() {
        Box box = new Labels(PANEL).place("β = 4", 200, 150);
        assertThat(box.left()).isEqualTo(207);
        assertThat(box.baseline()).isBetween(140.0, 150.0);
    }
}
