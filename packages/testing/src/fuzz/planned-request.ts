import type { Planned, Text } from "./mark.ts";

/** The sender of a request. `spare` has a token that another request created; `stranger` owns another organization. */
export const ACTORS = ["owner", "viewer", "narrow", "stranger", "spare", "nobody", "garbage"] as const;
export type Actor = (typeof ACTORS)[number];

/** How a value is encoded in a path. `raw` may split it into several segments. */
export type Encoding = "once" | "all" | "twice" | "raw";

/** Faults that keep a request from being valid HTTP. */
export const TRANSPORT_FAULTS = [
  "two-lengths",
  "short-body",
  "bad-chunk",
  "length-and-chunks",
  "nul-in-header",
  "huge-header",
  "no-host",
] as const;
export type TransportFault = (typeof TRANSPORT_FAULTS)[number];

/** Damage to a body after it was written. */
export type Damage =
  | { readonly kind: "none" }
  /** Cut off at this fraction of its length. */
  | { readonly kind: "cut"; readonly at: number }
  /** An invalid UTF-8 byte at this fraction of its length. */
  | { readonly kind: "byte"; readonly at: number }
  | { readonly kind: "bom" };

/** Archives to push: their bytes are created when a request is sent. */
export const ARCHIVES = ["provider", "other-provider", "nothing", "climbing", "no-tar"] as const;
export type Archive = (typeof ARCHIVES)[number];

export interface FormPart {
  readonly field: Text;
  readonly filename: Text | null;
  readonly contentType: Text | null;
  readonly content: Text | { readonly archive: Archive };
}

export type PlannedBody =
  | { readonly kind: "json"; readonly value: Planned; readonly damage: Damage }
  | { readonly kind: "form"; readonly parts: readonly FormPart[]; readonly boundary: string; readonly damage: Damage }
  | { readonly kind: "text"; readonly text: string };

/** A reader that reads a stream for this long has seen its beginning. */
export const PATIENT_MS = 2000;

/** A request as determined by a seed and its number. Values that depend on earlier answers are marks. */
export interface PlannedRequest {
  readonly operation: string;
  readonly method: string;
  readonly actor: Actor;
  /** Which of the known tokens a `spare` has, from 0 to below 1. */
  readonly which: number;
  /** The template of its path, and its values. */
  readonly path: string;
  readonly params: Readonly<Record<string, { readonly value: Text; readonly encoding: Encoding }>>;
  readonly hasSlash: boolean;
  readonly query: readonly (readonly [Text, Text])[];
  readonly headers: readonly (readonly [string, Text])[];
  /** Replaces the body's actual type. */
  readonly contentType: string | null;
  readonly body: PlannedBody | null;
  readonly fault: TransportFault | null;
  /** How long to read an answer that does not end. */
  readonly readMs: number;
}
