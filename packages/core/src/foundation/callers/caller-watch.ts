import type { Scope } from "@pragma/contract";
import type { Database } from "@pragma/db";
import { findLiveLogins, findLiveSessions, findLiveTokens, type LiveRow } from "@pragma/db/queries";
import type { Caller } from "./caller.ts";
import { loginOf } from "./login-id.ts";
import { rightsOf } from "./rights.ts";
import { SESSION_SECONDS, sessionIssuedAt, sessionOf } from "./session-id.ts";

/** Stays well under a second with the query's own time added. */
const INTERVAL_MS = 400;

interface Watched {
  caller: Caller;
  scope: Scope;
  onEnd: () => void;
}

/**
 * Whether each caller still has its scope. One query each for API tokens, sessions and logins, however many there are.
 */
export async function stillValid(
  db: Database,
  watched: readonly Pick<Watched, "caller" | "scope">[],
): Promise<boolean[]> {
  const tokens = new Set<string>();
  const sessions = new Map<string, { id: string; organizationId: string; userId: string; issuedAt: number }>();
  const logins = new Map<string, { key: string; id: string; organizationId: string }>();
  for (const { caller } of watched) {
    const { tokenId, organizationId } = caller;
    const session = sessionOf(tokenId);
    const login = loginOf(tokenId);
    const key = keyOf(caller);
    if (login !== null) logins.set(key, { key, id: login, organizationId });
    else if (session === null) tokens.add(key);
    else if (!isOver(session)) sessions.set(key, { ...pick(caller), id: key, issuedAt: sessionIssuedAt(session) });
  }
  const live = await Promise.all([
    tokens.size > 0 ? findLiveTokens(db, [...tokens]) : [],
    sessions.size > 0 ? findLiveSessions(db, [...sessions.values()]) : [],
    logins.size > 0 ? findLiveLogins(db, [...logins.values()]) : [],
  ]);
  const rows = new Map<string, LiveRow>(live.flat().map((row) => [row.id, row]));
  return watched.map(({ caller, scope }) => {
    const row = rows.get(keyOf(caller));
    return row !== undefined && rightsOf(row.scopes, row.role).has(scope);
  });
}

/** The key of an answer. One login may have streams in several organizations. */
function keyOf({ tokenId, organizationId }: Caller): string {
  return loginOf(tokenId) === null ? (sessionOf(tokenId) ?? tokenId) : `${tokenId}/${organizationId}`;
}

function isOver(sessionId: string): boolean {
  return Date.now() >= (sessionIssuedAt(sessionId) + SESSION_SECONDS) * 1000;
}

function pick({ organizationId, userId }: Caller): { organizationId: string; userId: string } {
  return { organizationId, userId };
}

/** Watches callers with open streams: tells each within a second that it has lost its right. */
export class CallerWatch {
  readonly #db: Database;
  readonly #watched = new Set<Watched>();
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(db: Database) {
    this.#db = db;
  }

  /** How many are watched. */
  get watched(): number {
    return this.#watched.size;
  }

  /** @returns ends the watch */
  watch(caller: Caller, scope: Scope, onEnd: () => void): () => void {
    const entry = { caller, scope, onEnd };
    this.#watched.add(entry);
    this.#schedule();
    return () => void this.#watched.delete(entry);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#watched.clear();
  }

  #schedule(): void {
    if (this.#timer !== undefined || this.#closed) return;
    this.#timer = setTimeout(() => void this.#check(), INTERVAL_MS);
    this.#timer.unref();
  }

  async #check(): Promise<void> {
    const watched = [...this.#watched];
    try {
      const valid = await stillValid(this.#db, watched);
      watched.forEach((entry, index) => {
        if (!valid[index] && this.#watched.delete(entry)) entry.onEnd();
      });
    } catch {
      // Without the database nothing can be decided, and watched streams get nothing: the next check decides.
    } finally {
      this.#timer = undefined;
      if (this.#watched.size > 0) this.#schedule();
    }
  }
}
