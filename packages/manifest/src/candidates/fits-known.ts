import { type JsonObject, jsonEqual } from "@pragma/language";
import type { Candidate } from "./candidate-document.ts";

/** Whether what a provider tells of a candidate's config agrees with what is known. What it does not tell may be anything. */
export function fitsKnown({ config = {} }: Pick<Candidate, "config">, known: JsonObject): boolean {
  const found = config as JsonObject;
  return Object.entries(known).every(([field, value]) => {
    const there = found[field];
    return there === undefined || value === undefined || jsonEqual(there, value);
  });
}
