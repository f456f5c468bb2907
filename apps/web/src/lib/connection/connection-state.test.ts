import { describe, expect, it } from "vitest";
import {
  type ConnectionEvent,
  type ConnectionState,
  isBeingTried,
  nextState,
  type Trouble,
  UNTROUBLED,
} from "./connection-state.ts";
import { bannerWords, lightOf } from "./connection-words.ts";

const NOW = 1_000_000;
const LIVE: ConnectionEvent = { kind: "stream", status: "live" };
const LOST: ConnectionEvent = { kind: "stream", status: "lost" };
const ATTEMPT: ConnectionEvent = { kind: "attempt" };
const ANSWERED: ConnectionEvent = { kind: "answered" };
const OFFLINE: ConnectionEvent = { kind: "network", isOnline: false };
const ONLINE: ConnectionEvent = { kind: "network", isOnline: true };
const VIEW: ConnectionEvent = { kind: "view" };
const failed = (how: "network" | "server" | "database" | "login"): ConnectionEvent => ({ kind: "failed", how });
const attemptFailed = (how: "network" | "server" | "database" | "login"): ConnectionEvent[] => [
  ATTEMPT,
  { kind: "failed", how, isAttempt: true },
];

const after = (events: readonly ConnectionEvent[], from: ConnectionState = UNTROUBLED): ConnectionState =>
  events.reduce((state, event) => nextState(state, event, NOW), from);

interface Case {
  what: string;
  events: ConnectionEvent[];
  trouble: Trouble | null;
  /** Seconds to the next attempt; null if none is due. */
  next: number | null;
  light: string;
  /** The beginning of the banner; null if there is none. */
  banner: string | null;
}

const CASES: Case[] = [
  {
    what: "a page that has just been opened",
    events: [],
    trouble: null,
    next: null,
    light: "Connecting",
    banner: null,
  },
  { what: "a stream that is open", events: [LIVE], trouble: null, next: null, light: "Live", banner: null },
  {
    what: "a missed heartbeat is looked into at once",
    events: [LIVE, LOST],
    ...{ trouble: null, next: 0, light: "Reconnecting", banner: null },
  },
  {
    what: "a missed heartbeat of a server that answers",
    events: [LIVE, LOST, ATTEMPT, ANSWERED],
    ...{ trouble: null, next: null, light: "Reconnecting", banner: null },
  },
  {
    what: "a missed heartbeat of a server that does not",
    events: [LIVE, LOST, ...attemptFailed("network")],
    ...{ trouble: "unreachable", next: 1, light: "Offline", banner: "The server cannot be reached" },
  },
  {
    what: "one call that failed shows in the light, and is looked into",
    events: [LIVE, failed("network")],
    ...{ trouble: "unreachable", next: 0, light: "Offline", banner: null },
  },
  {
    what: "an answer of a proxy in place of the server's",
    events: [LIVE, failed("server"), ...attemptFailed("server")],
    ...{ trouble: "unreachable", next: 1, light: "Offline", banner: "The server cannot be reached" },
  },
  {
    what: "503 while the database does not answer",
    events: [LIVE, failed("database"), ...attemptFailed("database")],
    ...{ trouble: "database", next: 1, light: "Not live", banner: "The server’s database does not answer" },
  },
  {
    what: "401",
    events: [LIVE, failed("login")],
    ...{ trouble: "signed-out", next: null, light: "Signed out", banner: "Your session has ended" },
  },
  {
    what: "401 to an attempt: the server is back, the login is not",
    events: [failed("network"), ...attemptFailed("network"), ...attemptFailed("login")],
    ...{ trouble: "signed-out", next: null, light: "Signed out", banner: "Your session has ended" },
  },
  {
    what: "who comes back into view may have signed in elsewhere",
    events: [failed("login"), VIEW],
    ...{ trouble: "signed-out", next: 0, light: "Signed out", banner: "Your session has ended" },
  },
  {
    what: "the server goes away after the login has ended",
    events: [failed("login"), failed("network")],
    ...{ trouble: "unreachable", next: 0, light: "Offline", banner: null },
  },
  { what: "a tab comes into view", events: [LIVE, VIEW], trouble: null, next: null, light: "Live", banner: null },
  {
    what: "a browser without a network is looked into: the server may be on this machine",
    events: [LIVE, OFFLINE],
    ...{ trouble: null, next: 0, light: "Live", banner: null },
  },
  {
    what: "a browser without a network that reaches the server all the same",
    events: [LIVE, OFFLINE, ATTEMPT, ANSWERED],
    ...{ trouble: null, next: 4, light: "Live", banner: null },
  },
  {
    what: "a browser without a network that does not",
    events: [LIVE, OFFLINE, ...attemptFailed("network")],
    ...{ trouble: "offline", next: 1, light: "Offline", banner: "You are offline" },
  },
  {
    what: "a network that is back is tried at once",
    events: [OFFLINE, ...attemptFailed("network"), ...attemptFailed("network"), ONLINE],
    ...{ trouble: "offline", next: 0, light: "Offline", banner: "You are offline" },
  },
  {
    what: "calls that fail while attempts go on do not bring the next one forward",
    events: [failed("network"), ...attemptFailed("network"), ...attemptFailed("network"), failed("network")],
    ...{ trouble: "unreachable", next: 2, light: "Offline", banner: "The server cannot be reached" },
  },
  {
    what: "nothing but an attempt is due while one runs",
    events: [failed("network"), ...attemptFailed("network"), ATTEMPT, LOST, VIEW],
    ...{ trouble: "unreachable", next: null, light: "Offline", banner: "The server cannot be reached" },
  },
  {
    what: "any answer ends the trouble",
    events: [failed("database"), ...attemptFailed("database"), ANSWERED, LIVE],
    ...{ trouble: null, next: null, light: "Live", banner: null },
  },
  {
    what: "a stream that is refused says why, and needs no attempt",
    events: [{ kind: "stream", status: "refused", refusal: "50 streams are open already" }],
    ...{
      trouble: null,
      next: null,
      light: "Not live",
      banner: "Changes do not appear here as they happen: 50 streams are open already.",
    },
  },
];

describe("the connection", () => {
  it.each(CASES)("$what", ({ events, trouble, next, light, banner }) => {
    const state = after(events);
    const seconds = state.nextAt === null ? null : (state.nextAt - NOW) / 1000;
    expect({ trouble: state.trouble, seconds, light: lightOf(state).text }).toEqual({ trouble, seconds: next, light });
    if (banner === null) expect(bannerWords(state)).toBeNull();
    else expect(bannerWords(state)).toContain(banner);
  });

  it("is tried ever more slowly, and never less often than every 15 s", () => {
    let state = after([failed("network")]);
    const pauses = Array.from({ length: 7 }, () => {
      state = after(attemptFailed("network"), state);
      return (state.nextAt ?? 0) - NOW;
    });
    expect(pauses).toEqual([1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
  });

  it("is not being tried where the server answers a browser without a network", () => {
    expect(isBeingTried(after([LIVE, OFFLINE, ATTEMPT, ANSWERED]))).toBe(false);
    expect(isBeingTried(after([LIVE, LOST]))).toBe(true);
  });
});
