/// A program that writes until it is killed or its power is cut, and says at its next start what it
/// finds: run by `deploy-scripts/powercut.sh` on a file system that is shut down under it, and by a
/// test that kills it with signal 9.
@NullMarked
package org.forpost.protocol.powercut;

import org.jspecify.annotations.NullMarked;
