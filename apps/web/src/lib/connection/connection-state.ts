/** The trouble between a page and its server. `database`: the server answers that its database does not. */
export type Trouble = "offline" | "unreachable" | "database" | "signed-out";

/** The page's stream of changes. `lost`: reconnecting. `refused`: the server says why there is none. */
export type StreamStatus = "none" | "connecting" | "live" | "lost" | "refused";

/** How a call failed. `network`: nothing came back. `server`: something else than our server's answer did. */
export type CallFailure = "network" | "server" | "database" | "login";

export interface ConnectionState {
  readonly trouble: Trouble | null;
  /** Attempts to get through that have failed since the trouble began. */
  readonly failures: number;
  /** When the next attempt is due, in milliseconds; null if none is. */
  readonly nextAt: number | null;
  readonly isTrying: boolean;
  /** The browser's belief. A server on the same machine is reached without a network. */
  readonly isOnline: boolean;
  readonly stream: StreamStatus;
  /** Why the stream was refused, for people. */
  readonly refusal: string | null;
}

export type ConnectionEvent =
  /** The server answered a call, be it with a refusal. */
  | { kind: "answered" }
  /** @param isAttempt whether it was made to find out how the connection is */
  | { kind: "failed"; how: CallFailure; isAttempt?: boolean }
  /** An attempt begins. */
  | { kind: "attempt" }
  /** Something looks wrong, or right again: find out now. */
  | { kind: "doubt" }
  | { kind: "stream"; status: StreamStatus; refusal?: string | null }
  /** The browser's own events. */
  | { kind: "network"; isOnline: boolean }
  /** The tab came into view: somebody may have signed in elsewhere. */
  | { kind: "view" };

export const UNTROUBLED: ConnectionState = {
  trouble: null,
  failures: 0,
  nextAt: null,
  isTrying: false,
  isOnline: true,
  stream: "none",
  refusal: null,
};

/** After each failed attempt, the last one again and again. */
const PAUSES_MS = [1000, 2000, 4000, 8000, 15_000];

/** An answer to a browser that believes to be without a network may have been the last: so long it counts. */
const LAST_WORD_MS = 4000;

/**
 * How the connection is after something has happened. One failed call is trouble, and is looked into at once; while there is
 * trouble, attempts follow each other ever more slowly, and any answer ends it. Only somebody who signs in ends `signed-out`.
 * @param now in milliseconds
 */
export function nextState(state: ConnectionState, event: ConnectionEvent, now: number): ConnectionState {
  switch (event.kind) {
    case "answered":
      return {
        ...state,
        trouble: null,
        failures: 0,
        nextAt: state.isOnline ? null : now + LAST_WORD_MS,
        isTrying: false,
      };
    case "failed":
      return afterFailure(state, event, now);
    case "attempt":
      return { ...state, nextAt: null, isTrying: true };
    case "doubt":
      return tryAt(state, now);
    case "stream": {
      const { status, refusal = null } = event;
      const next = { ...state, stream: status, refusal };
      return status === "lost" && state.trouble === null ? tryAt(next, now) : next;
    }
    case "network": {
      const next = { ...state, isOnline: event.isOnline };
      return event.isOnline && state.trouble === null ? next : tryAt(next, now);
    }
    case "view":
      return state.trouble === null ? state : tryAt(state, now);
  }
}

/** An attempt that runs finds out as well. */
function tryAt(state: ConnectionState, now: number): ConnectionState {
  return state.isTrying ? state : { ...state, nextAt: now };
}

function afterFailure(
  state: ConnectionState,
  { how, isAttempt = false }: Extract<ConnectionEvent, { kind: "failed" }>,
  now: number,
): ConnectionState {
  const trouble = troubleOf(how, state.isOnline);
  const isTrying = isAttempt ? false : state.isTrying;
  if (trouble === "signed-out") return { ...state, trouble, failures: 0, nextAt: null, isTrying };
  if (isAttempt) {
    const pause = PAUSES_MS[Math.min(state.failures, PAUSES_MS.length - 1)] ?? 0;
    return { ...state, trouble, failures: state.failures + 1, nextAt: now + pause, isTrying };
  }
  const isKnown = state.trouble !== null && state.trouble !== "signed-out";
  const next = { ...state, trouble, failures: isKnown ? state.failures : 0 };
  return isKnown ? next : tryAt(next, now);
}

function troubleOf(how: CallFailure, isOnline: boolean): Trouble {
  if (how === "login") return "signed-out";
  if (how === "database") return "database";
  return how === "network" && !isOnline ? "offline" : "unreachable";
}

/** Whether more than a single call has failed. */
export function isProven({ trouble, failures }: ConnectionState): boolean {
  return trouble === "signed-out" || (trouble !== null && failures > 0);
}

/** Whether it is being found out what is wrong: not where the server answers a browser that is without a network. */
export function isBeingTried({ trouble, isTrying, nextAt, isOnline }: ConnectionState): boolean {
  return trouble !== null || isTrying || (nextAt !== null && isOnline);
}
