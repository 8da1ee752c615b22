package org.forpost.matching.sourceafis;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.machinezoo.sourceafis.FingerprintMatcher;
import com.machinezoo.sourceafis.FingerprintTemplate;
import com.machinezoo.sourceafis.FingerprintTransparency;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Which minutiae of two fingers SourceAFIS took for the same ones: the tree that its edges span
/// from the best root pair.
///
/// @param score SourceAFIS's
/// @param probe the probe's minutiae in the order that the pairs count in
/// @param candidate the candidate's
/// @param pairs the root first; empty where nothing was paired
public record Pairing(double score, Minutiae probe, Minutiae candidate, List<Pair> pairs) {

    /// @param probe number of a minutia of the probe
    /// @param candidate number of a minutia of the candidate
    public record Pair(int probe, int candidate) {}

    /// Compares once more, looking on: 2 to 4 ms of one core.
    public static Pairing of(Minutiae probe, Minutiae candidate) {
        FingerprintTemplate mine = new FingerprintTemplate(probe.encode());
        return of(new FingerprintMatcher(mine), ordered(mine), candidate);
    }

    /// @param ordered the matcher's minutiae as SourceAFIS sorts them
    static Pairing of(FingerprintMatcher matcher, Minutiae ordered, Minutiae candidate) {
        FingerprintTemplate theirs = new FingerprintTemplate(candidate.encode());
        try (Onlooker onlooker = new Onlooker()) {
            double score = matcher.match(theirs);
            return new Pairing(score, ordered, ordered(theirs), pairs(onlooker.seen));
        }
    }

    /// SourceAFIS sorts minutiae when it reads them, and writes them as it sorted them.
    static Minutiae ordered(FingerprintTemplate template) {
        try {
            return Minutiae.decode(template.toByteArray());
        } catch (MalformedTemplateException e) {
            throw new IllegalStateException("SourceAFIS wrote a template that is none", e);
        }
    }

    /// The same pairs, counted in the order that the two were given in.
    public Pairing inOrderOf(Minutiae first, Minutiae second) {
        int[] mine = places(probe, first);
        int[] theirs = places(candidate, second);
        List<Pair> counted =
                pairs.stream().map(p -> new Pair(mine[p.probe], theirs[p.candidate])).toList();
        return new Pairing(score, first, second, counted);
    }

    /// @return for each minutia where it stands in the other order
    private static int[] places(Minutiae minutiae, Minutiae other) {
        int[] places = new int[minutiae.count()];
        boolean[] taken = new boolean[other.count()];
        for (int i = 0; i < places.length; i++) {
            int at = 0;
            while (taken[at]
                    || other.x()[at] != minutiae.x()[i]
                    || other.y()[at] != minutiae.y()[i]
                    || other.direction()[at] != minutiae.direction()[i]) {
                at++;
            }
            taken[at] = true;
            places[i] = at;
        }
        return places;
    }

    private static final class Onlooker extends FingerprintTransparency {
        private static final String WANTED = "best-pairing";
        private byte[] seen = {};

        @Override
        public boolean accepts(String key) {
            return key.equals(WANTED);
        }

        @Override
        public void take(String key, String mime, byte[] data) {
            if (key.equals(WANTED)) {
                seen = data;
            }
        }
    }

    /// A CBOR map: `root` with `probe` and `candidate`, `tree` and `support` with lists of edges
    /// from one pair to the next. Support edges join pairs that are in the tree already.
    private static List<Pair> pairs(byte[] cbor) {
        List<Pair> pairs = new ArrayList<>();
        if (cbor.length == 0) {
            return pairs;
        }
        try (JsonParser parser = new CBORFactory().createParser(cbor)) {
            String part = "";
            int depth = 0;
            int probe = -1;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (token == JsonToken.FIELD_NAME && depth == 1) {
                    part = parser.currentName();
                } else if (token == JsonToken.VALUE_NUMBER_INT && !part.equals("support")) {
                    switch (parser.currentName()) {
                        case "probe", "probeTo" -> probe = parser.getIntValue();
                        case "candidate", "candidateTo" ->
                                pairs.add(new Pair(probe, parser.getIntValue()));
                        default -> {}
                    }
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("SourceAFIS describes its pairing in another way", e);
        }
        return pairs;
    }
}
