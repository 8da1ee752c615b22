// Which fingers cannot be had, and why: a press on a finger goes through what may be.
import { html } from 'lit';
import { t } from './words.js';

const RIGHT = [1, 2, 3, 4, 5];
const LEFT = [10, 9, 8, 7, 6];

const STATES = [
  null,
  { reason: 'missing', permanent: true },
  { reason: 'injured', permanent: false },
  { reason: 'injured', permanent: true },
  { reason: 'not-possible', permanent: false },
  { reason: 'not-possible', permanent: true },
];
const nameOf = (state) => (state ? `${state.reason}${state.permanent ? '.permanent' : '.temporary'}` : 'none');

/** @param missing index of the state by finger position */
export const statesOf = (missing) =>
  [...missing].sort(([one], [other]) => one - other).map(([position, at]) => ({ position, ...STATES[at] }));

/** The same the other way round. */
export const missingOf = (exceptions) =>
  new Map(exceptions.map(({ position, reason, permanent }) =>
    [position, STATES.findIndex((state) => state?.reason === reason && state.permanent === permanent)])
    .filter(([, at]) => at > 0));

export function nextState(missing, position) {
  const next = ((missing.get(position) ?? 0) + 1) % STATES.length;
  const changed = new Map(missing);
  if (next) changed.set(position, next);
  else changed.delete(position);
  return changed;
}

function finger(missing, position, press) {
  const state = STATES[missing.get(position) ?? 0];
  return html`<button type="button" class="digit ${state ? 'excepted' : 'present'}" aria-pressed=${state !== null}
      @click=${() => press(position)}>
    <span>${t(`finger.${position}.short`)}</span>
    <b>${t(`exception.${nameOf(state)}`)}</b></button>`;
}

/** Both hands as a traveller holds them out. */
export const fingerStates = (missing, press) => html`
  <div class="hand"><span>${t('hand.left')}</span>${LEFT.map((position) => finger(missing, position, press))}</div>
  <div class="hand"><span>${t('hand.right')}</span>${RIGHT.map((position) => finger(missing, position, press))}</div>`;
