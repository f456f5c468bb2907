import type { Endpoint } from "@pragma/contract";
import { canonicalJson } from "@pragma/core";
import { unprocessable } from "./http-error.ts";
import type { RouteHandler, RouteInput } from "./route-input.ts";

/** Key of an `Idempotency-Key` header: quoted, as a structured field, or bare. */
export function idempotencyKeyOf(header: string | string[]): string {
  const text = typeof header === "string" ? header.trim() : "";
  const key = /^"(.*)"$/s.exec(text)?.[1] ?? text;
  if (!/^[\x20-\x7e]{1,255}$/.test(key)) {
    const msg = "must be 1 to 255 visible ASCII characters";
    throw unprocessable({ loc: ["header", "Idempotency-Key"], msg, type: "idempotency_key" });
  }
  return key;
}
