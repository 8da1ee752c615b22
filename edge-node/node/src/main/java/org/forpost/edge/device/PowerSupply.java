package org.forpost.edge.device;

/// Where the lane's current comes from.
@FunctionalInterface
public interface PowerSupply {
    /// @return whether it runs on a battery; `false` where nothing is known of any
    boolean onBattery();
}
