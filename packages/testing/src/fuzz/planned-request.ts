import type { Planned, Text } from "./mark.ts";

/** Who sends a request. `spare` has a token that another request made; `stranger` owns another organization. */
export const ACTORS = ["owner", "viewer", "narrow", "stranger", "spare", "nobody", "garbage"] as const;
export type Actor = (typeof ACTORS)[number];

/** How a value gets into a path. `raw` may take it apart into several segments. */
export type Encoding = "once" | "all" | "twice" | "raw";

/** What is wrong with a request before it is one of HTTP. */
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

/** What a body goes through after it was written. */
export type Damage =
  | { readonly kind: "none" }
  /** Cut off at this part of its length. */
  | { readonly kind: "cut"; readonly at: number }
  /** A byte that is no UTF-8, in it at this part of its length. */
  | { readonly kind: "byte"; readonly at: number }
  | { readonly kind: "bom" };

/** Archives that are pushed: their bytes are made when a request is sent. */
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

/** Who reads a stream for so long has seen its beginning. */
export const PATIENT_MS = 2000;

/** A request as a seed and its number decide it. What depends on earlier answers is in it as marks. */
export interface PlannedRequest {
  readonly operation: string;
  readonly method: string;
  readonly actor: Actor;
  /** Which of the tokens that are known a `spare` has, from 0 to below 1. */
  readonly which: number;
  /** The template of its path, and the values in it. */
  readonly path: string;
  readonly params: Readonly<Record<string, { readonly value: Text; readonly encoding: Encoding }>>;
  readonly hasSlash: boolean;
  readonly query: readonly (readonly [Text, Text])[];
  readonly headers: readonly (readonly [string, Text])[];
  /** In place of what the body is. */
  readonly contentType: string | null;
  readonly body: PlannedBody | null;
  readonly fault: TransportFault | null;
  /** How long an answer that does not end is read. */
  readonly readMs: number;
}
