/// A face camera: who stands before it becomes an ISO/IEC 19794-5 face image record.
@NullMarked
package org.forpost.sim.camera;

import org.jspecify.annotations.NullMarked;
