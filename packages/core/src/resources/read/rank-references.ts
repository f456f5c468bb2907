import type { OutputPath } from "../../types/index.ts";

/** The field that a reference is looked for. */
export interface ReferenceWish {
  /** Its name, such as `server_url`; empty if it has none. */
  field: string;
  /** The JSON types that it takes; none means any. */
  types: readonly string[];
  format: string | null;
  sensitive: boolean;
}

/** How well an output suits a field. */
export interface Fit {
  score: number;
  /** Its type is one that the field takes, or unknown. */
  fits: boolean;
}

/** Judges an output by its schema: its type first, then whether it is as secret as the field, its name and its format. */
export function fitOf(output: OutputPath, wish: ReferenceWish): Fit {
  const fits = isTaken(output.type, wish.types);
  const score =
    typeScore(output.type, fits) +
    sensitivityScore(output.sensitive, wish.sensitive) +
    nameScore(output.path, wish.field) +
    (wish.format !== null && output.format === wish.format ? 20 : 0) +
    (output.present ? 5 : 0);
  return { score, fits };
}

function isTaken(type: string | null, taken: readonly string[]): boolean {
  if (type === null || taken.length === 0 || taken.includes(type)) return true;
  return type === "integer" && taken.includes("number");
}

function typeScore(type: string | null, fits: boolean): number {
  if (!fits) return -100;
  return type === null ? 10 : 40;
}

/** A secret in a field that is not one would be shown with it, so those come last; a secret field prefers secrets. */
function sensitivityScore(output: boolean, field: boolean): number {
  if (output === field) return output ? 30 : 0;
  return output ? -60 : -10;
}

function nameScore(path: string, field: string): number {
  const last = (path.split(".").at(-1) ?? "").toLowerCase();
  const name = field.toLowerCase();
  if (name === "" || last === "") return 0;
  if (name === last) return 30;
  if (name.endsWith(`_${last}`) || last.endsWith(`_${name}`)) return 25;
  const words = new Set(name.split(/[_-]/));
  return last.split(/[_-]/).some((word) => words.has(word)) ? 10 : 0;
}
