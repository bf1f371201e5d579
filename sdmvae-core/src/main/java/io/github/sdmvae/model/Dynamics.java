/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import io.github.sdmvae.network.CodeRecurrence;
import io.github.sdmvae.network.Direction;
import io.github.sdmvae.network.RecurrentCell;
import io.github.sdmvae.part.Description;
import io.github.sdmvae.part.Part;
import io.github.sdmvae.part.PartRegistry;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What makes a model one of time: how encoder and decoder read a sequence. Given to {@link
 * ModelDefinitionBuilder#dynamics}, the last of the encoder's hidden sizes is that of its recurrent layers, those before are
 * dense layers; a recurrent decoder has one hidden size, a decoder frame by frame has dense layers as without dynamics.
 * Immutable.
 *
 * @param encoder which way recurrent layers read the data
 * @param recurrence how the encoder reads the codes before
 * @param decoder which way recurrent layers read the latent vectors; null if frames are decoded one by one
 * @param cell of all recurrent layers
 */
public record Dynamics(
        Direction encoder,
        CodeRecurrence recurrence,
        @Nullable Direction decoder,
        RecurrentCell cell) implements Part {
    private static final String NAME = "dynamics";
    private static final String FRAME = "frame";
    private static final PartRegistry<Dynamics> REGISTRY =
            new PartRegistry<>(NAME, Dynamics.class).with(NAME, Dynamics::read);

    /**
     * Checks that nothing is missing.
     *
     * @param encoder which way recurrent layers read the data
     * @param recurrence how the encoder reads the codes before
     * @param decoder which way recurrent layers read the latent vectors, or null
     * @param cell of all recurrent layers
     */
    public Dynamics {
        Objects.requireNonNull(encoder, "encoder");
        Objects.requireNonNull(recurrence, "recurrence");
        Objects.requireNonNull(cell, "cell");
    }

    /**
     * The causal recurrent VAE of Leglaive et al. (2020). The decoder reads the past, the encoder the future: it does not
     * stream.
     *
     * @return encoder backward and over codes, decoder forward
     */
    public static Dynamics rvae() {
        return new Dynamics(Direction.BACKWARD, CodeRecurrence.RECURRENT, Direction.FORWARD, RecurrentCell.LSTM);
    }

    /**
     * The bidirectional ("non-causal") recurrent VAE of Leglaive et al. (2020).
     *
     * @return encoder both ways and over codes, decoder both ways
     */
    public static Dynamics bidirectionalRvae() {
        return new Dynamics(Direction.BOTH, CodeRecurrence.RECURRENT, Direction.BOTH, RecurrentCell.LSTM);
    }

    /**
     * A recurrent VAE that streams: no part reads the future. A looser bound than {@link #rvae}.
     *
     * @return encoder and decoder forward
     */
    public static Dynamics streamingRvae() {
        return new Dynamics(Direction.FORWARD, CodeRecurrence.NONE, Direction.FORWARD, RecurrentCell.LSTM);
    }

    /**
     * The deep Kalman filter of Krishnan et al. (2015, 2017); its prior is {@code Prior.markov()}. The encoder reads the
     * future: it does not stream.
     *
     * @return encoder backward and over the last code, decoder frame by frame
     */
    public static Dynamics dkf() {
        return new Dynamics(Direction.BACKWARD, CodeRecurrence.MARKOV, null, RecurrentCell.LSTM);
    }

    /**
     * The same with another encoder.
     *
     * @param direction which way it reads the data
     * @return changed dynamics
     */
    public Dynamics withEncoder(Direction direction) {
        return new Dynamics(direction, recurrence, decoder, cell);
    }

    /**
     * The same with another way to read codes.
     *
     * @param kind how the encoder reads the codes before
     * @return changed dynamics
     */
    public Dynamics withRecurrence(CodeRecurrence kind) {
        return new Dynamics(encoder, kind, decoder, cell);
    }

    /**
     * The same with another decoder.
     *
     * @param direction which way it reads the latent vectors; null for one frame at a time
     * @return changed dynamics
     */
    public Dynamics withDecoder(@Nullable Direction direction) {
        return new Dynamics(encoder, recurrence, direction, cell);
    }

    /**
     * The same with other recurrent layers.
     *
     * @param kind of all of them
     * @return changed dynamics
     */
    public Dynamics withCell(RecurrentCell kind) {
        return new Dynamics(encoder, recurrence, decoder, kind);
    }

    /**
     * Why such a model cannot work frame by frame.
     *
     * @return the parts that read the future; empty if none does
     */
    public Optional<String> obstacleToStreaming() {
        boolean inEncoder = encoder.readsFuture();
        boolean inDecoder = decoder != null && decoder.readsFuture();
        if (!inEncoder && !inDecoder) {
            return Optional.empty();
        }
        String parts = inEncoder && inDecoder
                ? "encoder and decoder read"
                : inEncoder ? "the encoder reads" : "the decoder reads";
        String how =
                inEncoder ? encoder.label() : Objects.requireNonNull(decoder).label();
        return Optional.of(parts + " the future (recurrent layers '" + how + "')");
    }

    static PartRegistry<Dynamics> registry() {
        return REGISTRY;
    }

    private static Dynamics read(Description description) {
        String decoder = description.part("decoder").kind();
        return new Dynamics(
                named(Direction.class, description.part("encoder").kind()),
                named(CodeRecurrence.class, description.part("recurrence").kind()),
                decoder.equals(FRAME) ? null : named(Direction.class, decoder),
                named(RecurrentCell.class, description.part("cell").kind()));
    }

    private static <E extends Enum<E>> E named(Class<E> type, String label) {
        return Enum.valueOf(type, label.toUpperCase(Locale.ROOT));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Description describe() {
        return Description.of(NAME)
                .with("encoder", Description.of(encoder.label()))
                .with("recurrence", Description.of(recurrence.label()))
                .with("decoder", Description.of(decoder == null ? FRAME : decoder.label()))
                .with("cell", Description.of(cell.label()));
    }
}
