package org.forpost.sim.scanner;

import java.util.Collection;
import java.util.Map;
import org.forpost.sim.finger.GreyImage;

/// The hands of a person who stands at the scanner.
public interface Hands {
    /// Puts fingers on the glass once, all at the same moment. Fingers that the person does not
    /// have are missing in the answer.
    Map<Position, GreyImage> press(Collection<Position> fingers);
}
