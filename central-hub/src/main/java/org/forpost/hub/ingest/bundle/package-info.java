/// Records that come by hand: a folder in the hub's directory into which `forpost bundle import`
/// puts bundles, and out of which it fetches their answers, while the hub runs.
@NullMarked
package org.forpost.hub.ingest.bundle;

import org.jspecify.annotations.NullMarked;
