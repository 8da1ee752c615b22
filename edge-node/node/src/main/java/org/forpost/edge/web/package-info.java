/// The officer's page and the API under it, for this machine only.
///
/// ```
/// GET    /                                       the page
/// GET    /api/session                            who is at work, and how the lane stands
/// POST   /api/session                            log in
/// POST   /api/session/lock, /unlock              lock, unlock
/// POST   /api/session/extension                  a supervisor extends an account
/// DELETE /api/session                            log out
/// POST   /api/supervisor                         a supervisor's word for one action
/// GET    /api/state                              how the lane stands
/// GET    /api/events                             the same, whenever it changes (server-sent events)
/// POST   /api/crossings                          a traveller has arrived
/// POST   /api/crossings/{id}/capture             take fingers, or the face
/// POST   /api/crossings/{id}/decision            the officer has decided
/// POST   /api/crossings/{id}/correction          what ought to have been decided
/// GET    /api/crossings                          the last decided
/// GET    /api/crossings/{id}/slip.pdf            the traveller's slip
/// POST   /api/mrz                                a machine readable zone, checked as it is typed
/// GET    /api/rules                              grounds of entry and reasons to choose from
/// DELETE /api/crossings/{id}                     abandon
/// GET    /api/crossings/{id}/pictures/{n}.png    an image, while the crossing is open
/// POST   /api/chip                               read the document on the reader: steps, zone
/// POST   /api/crossings/{id}/chip                the same in a crossing, with face and fingers
/// GET    /api/crossings/{id}/pictures/chip-{n}.png  what the chip shows of its holder
/// GET    /api/chip                               how far a reading is
/// DELETE /api/chip                               abandon it
/// ```
///
/// All but `/api/session` needs an open session: 401 where there is none.
///
/// Whatever is refused is refused in one shape: `{"error": {code, field, message, whatToDo}}`.
/// Another site that is open in the same browser cannot post here ([Doorman]).
@NullMarked
package org.forpost.edge.web;

import org.jspecify.annotations.NullMarked;
