/// What the law says, as data with a version, and every answer with its reason.
///
/// The rule set that ships with the program is a resource; it comes as a signed release later, in
/// the same form. Knows nothing of devices, storage or pages.
@NullMarked
package org.forpost.edge.rules;

import org.jspecify.annotations.NullMarked;
