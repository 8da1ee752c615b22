/// ISO/IEC 19794 records of fingers and faces, as scanners send them and chips of passports hold
/// them. Every length is checked before it is used, and a picture's own size against the record's.
@NullMarked
package org.forpost.edge.device.record;

import org.jspecify.annotations.NullMarked;
