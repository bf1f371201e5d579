/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.Test;

class ProcessorsTest {

    /** Through Spark's own binding of SLF4J: the module brings none. */
    private static final class Heard extends AbstractAppender {
        private final List<String> messages = new ArrayList<>();

        Heard() {
            super("heard", null, null, true, Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            messages.add(event.getLevel() + " " + event.getMessage().getFormattedMessage());
        }
    }

    private static List<String> heard(Runnable work) {
        Logger logger = (Logger) LogManager.getLogger(Processors.class);
        Configurator.setLevel(logger, Level.WARN);
        Heard heard = new Heard();
        heard.start();
        logger.addAppender(heard);
        try {
            work.run();
        } finally {
            logger.removeAppender(heard);
        }
        return heard.messages;
    }

    @Test
    void mixedProcessors_areWarnedOf_byName() {
        List<String> messages =
                heard(() -> assertThat(Processors.warnIfMixed(List.of("amd64, A", "amd64, B", "amd64, A")))
                        .isTrue());
        assertThat(messages).hasSize(1);
        assertThat(messages.get(0)).startsWith("WARN").contains("2 kinds (amd64, A; amd64, B)");
    }

    @Test
    void processorsOfOneKind_areNot() {
        String own = Processors.own();
        assertThat(own).startsWith(System.getProperty("os.arch"));
        assertThat(heard(() -> assertThat(Processors.warnIfMixed(List.of(own, own, own)))
                        .isFalse()))
                .isEmpty();
    }
}
