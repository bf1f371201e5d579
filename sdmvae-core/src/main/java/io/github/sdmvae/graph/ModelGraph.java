/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.graph;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model as the list of its nodes in the order of the data's way: input, encoder, draw, what makes the code of the draw
 * (nothing, or a dimension selector), decoder (a dictionary first, if there is one), observation, penalties. Immutable.
 */
public final class ModelGraph {
    private final InputNode input;
    private final List<Node> encoder;
    private final DrawNode draw;
    private final List<Node> selection;
    private final List<Node> decoder;
    private final ObservationNode observation;
    private final List<PenaltyNode> penalties;
    private final @Nullable TransitionNode transition;
    private final ParameterLayout layout;

    /**
     * Puts nodes together.
     *
     * @param input the data
     * @param encoder from the data to the heads, at least one node
     * @param draw from the heads to the code
     * @param decoder from the code to the output, at least one node
     * @param observation from the output to the loss
     * @param penalties further terms of the loss
     */
    public ModelGraph(
            InputNode input,
            List<? extends Node> encoder,
            DrawNode draw,
            List<? extends Node> decoder,
            ObservationNode observation,
            List<PenaltyNode> penalties) {
        this(input, encoder, draw, List.of(), decoder, observation, penalties, null);
    }

    /**
     * Puts nodes together, those of a dimension selector and of a model of time among them.
     *
     * @param input the data, or a frame of it
     * @param encoder from the data to the heads, at least one node
     * @param draw from the heads to the draw
     * @param selection from the draw to the code, as wide; may be empty
     * @param decoder from the code to the output, at least one node
     * @param observation from the output to the loss
     * @param penalties further terms of the loss
     * @param transition what the prior says from frame to frame; null if rows are no frames of sequences
     */
    public ModelGraph(
            InputNode input,
            List<? extends Node> encoder,
            DrawNode draw,
            List<? extends Node> selection,
            List<? extends Node> decoder,
            ObservationNode observation,
            List<PenaltyNode> penalties,
            @Nullable TransitionNode transition) {
        this.input = input;
        this.encoder = List.copyOf(encoder);
        this.draw = draw;
        this.selection = List.copyOf(selection);
        this.decoder = List.copyOf(decoder);
        this.observation = observation;
        this.penalties = List.copyOf(penalties);
        this.transition = transition;
        this.layout = new ParameterLayout(nodes());
    }

    /**
     * All nodes.
     *
     * @return in the order of the data's way
     */
    public List<Node> nodes() {
        List<Node> all = new ArrayList<>();
        all.add(input);
        all.addAll(encoder);
        all.add(draw);
        all.addAll(selection);
        all.addAll(decoder);
        all.add(observation);
        all.addAll(penalties);
        if (transition != null) {
            all.add(transition);
        }
        return all;
    }

    /**
     * The data.
     *
     * @return the first node
     */
    public InputNode input() {
        return input;
    }

    /**
     * From the data to the heads.
     *
     * @return at least one node
     */
    public List<Node> encoder() {
        return encoder;
    }

    /**
     * From the heads to the code.
     *
     * @return the node between encoder and decoder
     */
    public DrawNode draw() {
        return draw;
    }

    /**
     * From the draw to the code.
     *
     * @return empty where the draw is the code
     */
    public List<Node> selection() {
        return selection;
    }

    /**
     * From the code to the output.
     *
     * @return at least one node
     */
    public List<Node> decoder() {
        return decoder;
    }

    /**
     * Whether the decoder begins with a dictionary.
     *
     * @return false if the latent vector is the code itself
     */
    public boolean hasDictionary() {
        return decoder.get(0) instanceof DictionaryNode;
    }

    /**
     * From the output to the loss.
     *
     * @return the node behind the decoder
     */
    public ObservationNode observation() {
        return observation;
    }

    /**
     * Further terms of the loss.
     *
     * @return may be empty
     */
    public List<PenaltyNode> penalties() {
        return penalties;
    }

    /**
     * What the prior of a model of time says from frame to frame.
     *
     * @return null if rows are no frames of sequences
     */
    public @Nullable TransitionNode transition() {
        return transition;
    }

    /**
     * Whether batches are sequences.
     *
     * @return true for a model of time
     */
    public boolean isOverTime() {
        return transition != null;
    }

    /**
     * Where the parameters lie.
     *
     * @return follows from the nodes
     */
    public ParameterLayout layout() {
        return layout;
    }

    /**
     * The terms of the loss by name, in the order of reports.
     *
     * @return {@code reconstruction}, {@code divergence}, then the penalties and what other nodes bring
     */
    public List<String> termNames() {
        List<String> names = new ArrayList<>(List.of("reconstruction", "divergence"));
        penalties.forEach(penalty -> names.add(penalty.name()));
        nodes().forEach(node -> names.addAll(node.terms()));
        return names;
    }
}
