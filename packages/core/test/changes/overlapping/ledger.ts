import type { Claim, Outcome } from "../../../src/processing/reconcile/index.ts";
import type { Request } from "./requests.ts";

/** The fate of an event, as its provider and its users know it. */
export type Fate = Outcome["kind"] | "lost" | "cancelled" | "unknown";

/** Something that somebody did, other than a worker. */
export interface Operation {
  at: number;
  name: string;
  /** Keys of what it wrote. */
  touched: ReadonlySet<string>;
}

export interface Applied {
  id: string;
  /** Its message, which tells it from others. */
  name: string;
  /** Undefined if it is a revert. */
  request: Request | undefined;
  /** When it was applied. */
  at: number;
  endedAt: number | null;
}

/** The real events, kept beside the product. */
export class Ledger {
  readonly operations: Operation[] = [];
  readonly applied = new Map<string, Applied>();
  /** By event: what its last attempt came to, if that counted. */
  readonly fates = new Map<string, Fate>();
  /** Each hand-over and answer, in order. */
  readonly handed: { at: number; eventId: string; key: string; config: string }[] = [];
  readonly answered: { at: number; claim: Claim; outcome: Outcome }[] = [];
  #now = 0;

  tick(): number {
    return ++this.#now;
  }

  get now(): number {
    return this.#now;
  }

  /** Whether anybody but the change itself has written a resource since it was applied, or at the same moment. */
  wasTouchedSince(key: string, at: number, but: string): boolean {
    return this.operations.some((one) => one.at >= at && !one.name.endsWith(` ${but}`) && one.touched.has(key));
  }
}
