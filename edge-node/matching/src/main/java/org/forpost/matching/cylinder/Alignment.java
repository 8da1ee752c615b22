package org.forpost.matching.cylinder;

/// Lays the probe over one finger of the gallery, as the group of hits says, and sees how well all
/// minutiae agree. Uses its arrays again; one per thread.
final class Alignment {
    /// Features of an alignment, the input of the logistic score.
    static final int FEATURES = 9;

    /// Pixels at 500 dpi: skin stretches by more than a ridge far from where it was pinned.
    private static final float NEAR = 16;

    private static final float ANGLE = 0.5f;
    private static final int MOST = 255;

    private final Sought probe;
    private final Projection projection;
    private final float[] px;
    private final float[] py;
    private final float[] tx;
    private final float[] ty;
    private final float[] gx = new float[MOST];
    private final float[] gy = new float[MOST];
    private final float[] gd = new float[MOST];
    private final int[] partner;
    private final int[] nearest = new int[MOST];
    private final float[] nearestDistance = new float[MOST];
    private final float[] features = new float[FEATURES];
    private double cos;
    private double sin;
    private double shiftX;
    private double shiftY;

    Alignment(Projection projection, Sought probe) {
        this.projection = projection;
        this.probe = probe;
        int count = probe.minutiae.count();
        px = new float[count];
        py = new float[count];
        tx = new float[count];
        ty = new float[count];
        partner = new int[count];
        for (int i = 0; i < count; i++) {
            px[i] = probe.minutiae.x()[i];
            py[i] = probe.minutiae.y()[i];
        }
    }

    /// Aligns and measures.
    ///
    /// @param group whose pairs say where to begin
    /// @param weight of the group
    /// @return the features, overwritten by the next call
    float[] measure(FingerRecord record, Grouping group, float weight) {
        int count = record.count();
        for (int j = 0; j < count; j++) {
            long minutia = record.minutia(j);
            gx[j] = SegmentFormat.x(minutia);
            gy[j] = SegmentFormat.y(minutia);
            gd[j] = SegmentFormat.direction(minutia);
        }
        java.util.Arrays.fill(partner, -1);
        for (int p = 0; p < group.pairs(); p++) {
            partner[group.mine(p)] = group.theirs(p);
        }
        fit();
        int matched = pair(count);
        if (matched >= 3) {
            fit();
            matched = pair(count);
        }
        summarise(record, count, matched, group.pairs(), weight);
        return features;
    }

    /// The rigid movement with the least squared error over the pairs, or for a single pair the one
    /// that turns direction into direction.
    private void fit() {
        double mx = 0;
        double my = 0;
        double nx = 0;
        double ny = 0;
        double sumSin = 0;
        double sumCos = 0;
        int n = 0;
        for (int i = 0; i < partner.length; i++) {
            int j = partner[i];
            if (j >= 0) {
                mx += px[i];
                my += py[i];
                nx += gx[j];
                ny += gy[j];
                float turn = gd[j] - probe.minutiae.direction()[i];
                sumSin += Math.sin(turn);
                sumCos += Math.cos(turn);
                n++;
            }
        }
        if (n == 0) {
            return;
        }
        mx /= n;
        my /= n;
        nx /= n;
        ny /= n;
        // Directions count as much as points some 25 pixels from the centre would.
        double dot = 600 * sumCos;
        double cross = 600 * sumSin;
        for (int i = 0; i < partner.length; i++) {
            int j = partner[i];
            if (j >= 0) {
                dot += (px[i] - mx) * (gx[j] - nx) + (py[i] - my) * (gy[j] - ny);
                cross += (px[i] - mx) * (gy[j] - ny) - (py[i] - my) * (gx[j] - nx);
            }
        }
        double angle = Math.atan2(cross, dot);
        cos = Math.cos(angle);
        sin = Math.sin(angle);
        shiftX = nx - (mx * cos - my * sin);
        shiftY = ny - (mx * sin + my * cos);
    }

    /// Pairs each minutia with the one that is nearest both ways.
    private int pair(int count) {
        float turned = (float) Math.atan2(sin, cos);
        java.util.Arrays.fill(nearestDistance, 0, count, NEAR * NEAR);
        java.util.Arrays.fill(nearest, 0, count, -1);
        for (int i = 0; i < px.length; i++) {
            tx[i] = (float) (px[i] * cos - py[i] * sin + shiftX);
            ty[i] = (float) (px[i] * sin + py[i] * cos + shiftY);
            float direction = probe.minutiae.direction()[i] + turned;
            float least = NEAR * NEAR;
            int at = -1;
            for (int j = 0; j < count; j++) {
                float dx = gx[j] - tx[i];
                float dy = gy[j] - ty[i];
                float distance = dx * dx + dy * dy;
                if (distance < least && agree(gd[j] - direction)) {
                    least = distance;
                    at = j;
                }
            }
            partner[i] = at;
            if (at >= 0 && least < nearestDistance[at]) {
                nearestDistance[at] = least;
                nearest[at] = i;
            }
        }
        int matched = 0;
        for (int i = 0; i < partner.length; i++) {
            if (partner[i] >= 0 && nearest[partner[i]] != i) {
                partner[i] = -1;
            }
            matched += partner[i] >= 0 ? 1 : 0;
        }
        return matched;
    }

    private static boolean agree(float difference) {
        float turned = Grouping.wrap(Grouping.wrap(difference));
        return Math.abs(turned) < ANGLE;
    }

    private void summarise(FingerRecord record, int count, int matched, int pairs, float weight) {
        float left = Float.MAX_VALUE;
        float right = -Float.MAX_VALUE;
        float top = Float.MAX_VALUE;
        float bottom = -Float.MAX_VALUE;
        for (int j = 0; j < count; j++) {
            left = Math.min(left, gx[j]);
            right = Math.max(right, gx[j]);
            top = Math.min(top, gy[j]);
            bottom = Math.max(bottom, gy[j]);
        }
        float pLeft = Float.MAX_VALUE;
        float pRight = -Float.MAX_VALUE;
        float pTop = Float.MAX_VALUE;
        float pBottom = -Float.MAX_VALUE;
        int mineInside = 0;
        float squares = 0;
        float likelihood = 0;
        float angles = 0;
        int types = 0;
        float turned = (float) Math.atan2(sin, cos);
        for (int i = 0; i < px.length; i++) {
            pLeft = Math.min(pLeft, tx[i]);
            pRight = Math.max(pRight, tx[i]);
            pTop = Math.min(pTop, ty[i]);
            pBottom = Math.max(pBottom, ty[i]);
            boolean inside =
                    tx[i] > left - 8 && tx[i] < right + 8 && ty[i] > top - 8 && ty[i] < bottom + 8;
            mineInside += inside ? 1 : 0;
            int j = partner[i];
            if (j < 0) {
                continue;
            }
            float dx = gx[j] - tx[i];
            float dy = gy[j] - ty[i];
            squares += dx * dx + dy * dy;
            float direction = gd[j] - probe.minutiae.direction()[i] - turned;
            angles += Math.abs(Grouping.wrap(Grouping.wrap(direction)));
            int half =
                    Long.bitCount(record.code(j, 2) ^ probe.descriptors.code(i, 2))
                            + Long.bitCount(record.code(j, 3) ^ probe.descriptors.code(i, 3));
            likelihood += projection.likelihood(2 * half);
            boolean fork = SegmentFormat.bifurcation(record.minutia(j));
            types += fork == probe.minutiae.bifurcation()[i] ? 1 : 0;
        }
        int theirsInside = 0;
        for (int j = 0; j < count; j++) {
            boolean inside =
                    gx[j] > pLeft - 8
                            && gx[j] < pRight + 8
                            && gy[j] > pTop - 8
                            && gy[j] < pBottom + 8;
            theirsInside += inside ? 1 : 0;
        }
        int overlap = Math.max(1, Math.min(mineInside, theirsInside));
        int wider = Math.max(1, Math.max(mineInside, theirsInside));
        features[0] = matched;
        features[1] = (float) Math.sqrt(likelihood);
        features[2] = (float) matched / overlap;
        features[3] = (float) matched / wider;
        features[4] = matched == 0 ? NEAR : (float) Math.sqrt(squares / matched);
        features[5] = matched == 0 ? 1 : angles / matched;
        features[6] = (float) Math.sqrt(weight);
        features[7] = matched == 0 ? 0 : (float) types / matched;
        features[8] = (float) Math.log1p(pairs);
    }
}
