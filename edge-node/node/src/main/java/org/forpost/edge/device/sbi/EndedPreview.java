package org.forpost.edge.device.sbi;

import org.forpost.edge.device.Preview;

/// A live picture that could not be opened.
record EndedPreview(String why) implements Preview {
    @Override
    public Shown next() {
        return new Shown.Ended(why);
    }

    @Override
    public void close() {}
}
