/**
 * Messages between a handler and the world outside: one JSON object a line, each of the handler's answered once.
 * The connection lasts as long as the handler, so the world sees when its process dies.
 */

export interface Begin {
  readonly op: "begin";
  readonly space: string;
  readonly id: string;
  /** What the object is called outside. */
  readonly thing: string;
  readonly method: string;
  readonly operationId: string;
  readonly attempt: number;
  readonly release: string;
  readonly process: string;
  readonly config: Record<string, unknown>;
  readonly previous: Record<string, unknown> | null;
}

export type Request =
  | Begin
  /** Makes the object, or gives it another content: only that with the serial `over`, if that is given. */
  | { readonly op: "write"; readonly content: Record<string, unknown>; readonly over?: string | null }
  | { readonly op: "list" }
  | { readonly op: "read" }
  | { readonly op: "remove" }
  | { readonly op: "end"; readonly how: "returned" | "threw"; readonly outputs: unknown };

/** Object that is outside, or null. */
export type Existing = {
  readonly serial: string;
  readonly revision: number;
  /** Release that has written it, or `hands`. */
  readonly release: string;
  /** The resource whose handler has made it; null if somebody did by hand. */
  readonly madeFor: string | null;
  readonly content: Record<string, unknown>;
};

/** Orders of `begin`: how to behave. */
export interface Orders {
  readonly fault: { readonly kind: string; readonly ms?: number; readonly act?: boolean; readonly seconds?: number };
}

/** Answer to each request. */
export interface Answer {
  readonly answer: unknown;
}

/** Said without being asked: from now on all behave, so what hangs goes on. */
export interface Calm {
  readonly calm: true;
}
