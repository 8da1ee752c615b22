package org.forpost.sim.link;

/// A way in which a line is interrupted.
public interface Cut {
    /// `reset`, `blackhole`.
    String name();

    /// What becomes of a connection that is open at the cut, or attempted during it.
    void sever(Cable cable);

    /// What becomes of it when the line is back.
    void restore(Cable cable);

    /// One connection across the line, as a cut handles it.
    interface Cable {
        /// Nothing passes from now on, and neither end is told.
        void hold();

        /// Bytes pass again, those first that were on the way.
        void resume();

        /// Both ends see the connection reset (TCP RST).
        void reset();
    }
}
