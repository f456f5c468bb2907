import { askServer, type ServerAnswer } from "./ask-server.ts";
import { type ConnectionEvent, type ConnectionState, isProven, nextState, UNTROUBLED } from "./connection-state.ts";

/** Finds out whether the server can be reached. */
export type Ask = () => Promise<ServerAnswer>;

/** Keeps how the connection is, and makes the attempts that are due. */
export class Connection {
  #state = UNTROUBLED;
  #ask: Ask;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #listeners = new Set<() => void>();
  readonly #recoveries = new Set<() => void>();

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  readonly state = (): ConnectionState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** Calls `listener` each time the server answers again after an attempt had failed, or the login had ended. */
  readonly onRecovery = (listener: () => void): (() => void) => {
    this.#recoveries.add(listener);
    return () => void this.#recoveries.delete(listener);
  };

  readonly tell = (event: ConnectionEvent): void => {
    const before = this.#state;
    this.#state = nextState(before, event, Date.now());
    this.#schedule();
    for (const listener of this.#listeners) listener();
    if (isProven(before) && this.#state.trouble === null) for (const listener of this.#recoveries) listener();
  };

  readonly tryNow = (): void => this.tell({ kind: "doubt" });

  /**
   * Resolves once the server answers, at once if nothing is known against it; also if it asks to sign in.
   * @returns whether it had been away, for more than a single call
   */
  untilReachable(): Promise<boolean> {
    let wasAway = false;
    return new Promise((resolve) => {
      const check = (): void => {
        const isReachable = this.#state.trouble === null || this.#state.trouble === "signed-out";
        wasAway ||= !isReachable && isProven(this.#state);
        if (!isReachable) return;
        stop();
        resolve(wasAway);
      };
      const stop = this.subscribe(check);
      check();
    });
  }

  /** Asks at once, and tells nobody what came of it. */
  readonly ask = (): Promise<ServerAnswer> => this.#ask();

  /** Asks as a page does that knows for whom it was made. @returns takes that back */
  askAs(ask: Ask): () => void {
    const before = this.#ask;
    this.#ask = ask;
    return () => {
      if (this.#ask === ask) this.#ask = before;
    };
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    const { nextAt } = this.#state;
    if (nextAt !== null) this.#timer = setTimeout(() => void this.#attempt(), Math.max(0, nextAt - Date.now()));
  }

  async #attempt(): Promise<void> {
    this.tell({ kind: "attempt" });
    const answer = await this.#ask();
    // Another call may have found out meanwhile.
    if (!this.#state.isTrying) return;
    this.tell(answer === "answered" ? { kind: "answered" } : { kind: "failed", how: answer, isAttempt: true });
  }
}

/** The connection of this tab. Outside of users' pages, it asks what needs no login: whether the server can read its database. */
export const connection = new Connection(() => askServer("/health/ready"));
