/// What has arrived, as a table that can be asked: a projection of the ledger without anything
/// biometric.
///
/// The ledger is the truth. Templates and images stay in it, encrypted; what stands here is what an
/// administrator or a script asks for, and it can be deleted at any time and comes back by itself.
@NullMarked
package org.forpost.hub.registry;

import org.jspecify.annotations.NullMarked;
