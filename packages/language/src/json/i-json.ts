import type { Path, ValidationIssue } from "./json.ts";

/** How deeply containers may nest. */
export const MAX_DEPTH = 64;

/**
 * Checks a parsed request body against I-JSON (RFC 7493) as the contract narrows it. Returns the first violation, or
 * null. Rejects NUL characters and lone surrogates in strings or keys (PostgreSQL cannot store them), integers beyond
 * ±(2^53-1), and nesting deeper than 64.
 *
 * Parsing has rounded numbers already: 9007199254740993 arrives as 9007199254740992, so every integer above the safe
 * range is rejected, even one that a double happens to represent exactly.
 *
 * @param prefix of the issue's `loc`, such as `["body"]`
 */
export function checkIJson(value: unknown, prefix: Path = []): ValidationIssue | null {
  const path: Path = [];
  const fault = findFault(value, path);
  if (fault === null) return null;
  return { loc: [...prefix, ...path.reverse()], msg: fault.msg, type: fault.type };
}

type Fault = { msg: string; type: string };

const NUL: Fault = { msg: "must not contain NUL characters (\\u0000)", type: "nul_character" };
const NUL_KEY: Fault = { msg: "has a key with a NUL character (\\u0000)", type: "nul_character" };
const SURROGATE: Fault = { msg: "must be valid Unicode, without lone surrogates", type: "lone_surrogate" };
const SURROGATE_KEY: Fault = { msg: "has a key with a lone surrogate", type: "lone_surrogate" };
const DEPTH: Fault = { msg: `must not nest deeper than ${MAX_DEPTH} levels`, type: "too_deep" };
const INTEGER: Fault = {
  msg: "must lie between -(2^53-1) and 2^53-1, beyond which JSON numbers lose digits; send it as a string",
  type: "integer_out_of_range",
};
const NUMBER: Fault = { msg: "is too large for a JSON number", type: "number_out_of_range" };

/** The first violation; `path` then holds the way to it, innermost step first. */
function findFault(value: unknown, path: Path, depth = 1): Fault | null {
  if (typeof value === "string") return stringFault(value, NUL, SURROGATE);
  if (typeof value === "number") return numberFault(value);
  if (typeof value !== "object" || value === null) return null;
  if (depth > MAX_DEPTH) return DEPTH;
  return Array.isArray(value) ? arrayFault(value, path, depth) : objectFault(value, path, depth);
}

function arrayFault(array: readonly unknown[], path: Path, depth: number): Fault | null {
  for (let index = 0; index < array.length; index++) {
    const fault = findFault(array[index], path, depth + 1);
    if (fault === null) continue;
    path.push(index);
    return fault;
  }
  return null;
}

function objectFault(object: object, path: Path, depth: number): Fault | null {
  for (const key of Object.keys(object)) {
    const bad = stringFault(key, NUL_KEY, SURROGATE_KEY);
    if (bad !== null) return bad;
    const fault = findFault((object as Record<string, unknown>)[key], path, depth + 1);
    if (fault === null) continue;
    path.push(key);
    return fault;
  }
  return null;
}

function stringFault(text: string, nul: Fault, surrogate: Fault): Fault | null {
  if (text.includes("\0")) return nul;
  return text.isWellFormed() ? null : surrogate;
}

function numberFault(value: number): Fault | null {
  if (Number.isSafeInteger(value)) return null;
  if (!Number.isFinite(value)) return NUMBER;
  return Number.isInteger(value) ? INTEGER : null;
}
