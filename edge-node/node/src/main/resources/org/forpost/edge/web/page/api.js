// The lane's API as the page sees it. Every refusal arrives as a Refusal with the server's words.

export class Refusal extends Error {
  constructor(status, error) {
    super(error.message);
    this.status = status;
    this.code = error.code;
    this.field = error.field;
    this.whatToDo = error.whatToDo;
  }
}

async function ask(method, path, body) {
  let answer;
  try {
    answer = await fetch(path, {
      method,
      headers: body === undefined
        ? { 'X-Forpost-Request': '1' }
        : { 'Content-Type': 'application/json', 'X-Forpost-Request': '1' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new Refusal(0, { code: 'no-program', message: 'The lane program does not answer.' });
  }
  if (answer.status === 204) return null;
  let said = null;
  try {
    said = await answer.json();
  } catch {
    throw new Refusal(answer.status, { code: 'no-words', message: `HTTP ${answer.status}` });
  }
  if (!answer.ok) throw new Refusal(answer.status, said.error ?? { code: 'no-words', message: `HTTP ${answer.status}` });
  return said;
}

export const readState = () => ask('GET', '/api/state');
export const open = (crossing) => ask('POST', '/api/crossings', crossing);
export const capture = (id, wanted) => ask('POST', `/api/crossings/${id}/capture`, wanted);
export const fingersDiffer = (id) => ask('POST', `/api/crossings/${id}/fingers-differ`, {});
export const decide = (id, decision) => ask('POST', `/api/crossings/${id}/decision`, decision);
export const openCase = (id) => ask('POST', `/api/desk/${id}/open`, {});
export const abandon = (id) => ask('DELETE', `/api/crossings/${id}`);
export const correct = (id, correction) => ask('POST', `/api/crossings/${id}/correction`, correction);
export const readDecided = () => ask('GET', '/api/crossings');
export const readRules = () => ask('GET', '/api/rules');
export const readZone = (text) => ask('POST', '/api/mrz', { text });
export const readChip = (access) => ask('POST', '/api/chip', access);
export const readChipIn = (id, access) => ask('POST', `/api/crossings/${id}/chip`, access);
export const chipPictureOf = (id, position, at) =>
  `/api/crossings/${id}/pictures/chip-${position === 0 ? 'face' : position}.png?v=${encodeURIComponent(at)}`;
export const slipOf = (id) => `/api/crossings/${id}/slip.pdf`;
export const pictureOf = (id, capture) =>
  `/api/crossings/${id}/pictures/${capture.modality === 'face' ? 'face' : capture.position}.png?v=${capture.attempt}`;

export const session = () => ask('GET', '/api/session');
export const logIn = (login, password) => ask('POST', '/api/session', { login, password });
export const unlock = (password) => ask('POST', '/api/session/unlock', { password });
export const lock = () => ask('POST', '/api/session/lock', {});
export const logOut = () => ask('DELETE', '/api/session');
export const awake = () => ask('POST', '/api/session/awake', {});
export const extend = (login, supervisor, password) => ask('POST', '/api/session/extension', { login, supervisor, password });
export const giveWord = (login, password, action) => ask('POST', '/api/supervisor', { login, password, action });
export const beginDrill = (rung, minutes) => ask('POST', '/api/drill', { rung, minutes });
export const endDrill = () => ask('DELETE', '/api/drill');

/**
 * Calls `onState` for each state the lane tells, `onLost` when the line to the program breaks, `onLocked` when the
 * session is locked or over; then it follows no more.
 */
export function follow(onState, onLost, onLocked) {
  const events = new EventSource('/api/events');
  events.addEventListener('state', (event) => onState(JSON.parse(event.data)));
  events.addEventListener('locked', () => { events.close(); onLocked(); });
  events.addEventListener('error', () => {
    onLost();
    // Answered, and not with events: this session is not the one it was.
    if (events.readyState === EventSource.CLOSED) onLocked();
  });
  return events;
}
