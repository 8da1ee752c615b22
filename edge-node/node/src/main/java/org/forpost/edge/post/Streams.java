package org.forpost.edge.post;

/// Frames that go straight from one lane to another, through the tunnel and past the cluster: a
/// member that hangs, or a cluster that is split, keeps no record from a peer's disk.
public interface Streams {
    /// Most bytes of a frame: the largest envelope, or a piece of a release, and what says which.
    int MAX_FRAME_BYTES = 800 * 1024;

    /// What a stream is for. Each has a connection of its own, so that a disk that custody waits
    /// for delays no news.
    enum Topic {
        /// Records, onto a peer's disk.
        CUSTODY,
        /// Records, to the lane that reaches the hub.
        CARRIAGE,
        /// What the hub has published, from lane to lane.
        RELEASES,
        /// What one lane knows of a traveller and the others must.
        NEWS,
        /// Cases, to the second-line desk.
        DESK
    }

    /// One end of an open stream.
    interface Stream {
        /// The lane at the other end, as its certificate names it.
        String peer();

        /// Returns at once; what cannot be sent ends the stream.
        void send(byte[] frame);

        void close();
    }

    /// Told one at a time, each stream by one thread of its own.
    interface Listener {
        void opened(Stream stream);

        void frame(Stream stream, byte[] frame);

        void closed(Stream stream);
    }

    /// Keeps a stream open to a peer, dialled again whenever it ends, until the tunnel is closed.
    /// At the other end hears whoever listens there to this topic; with nobody it does not open.
    void keep(Neighbours.Peer peer, Topic topic, Listener listener);
}
