import { createParser } from "nuqs/server";

/** Two generations. */
export interface Versions {
  from: number;
  to: number;
}

const LARGEST = 2_147_483_647;
const TEXT = /^([1-9]\d{0,9})\.\.([1-9]\d{0,9})$/;

/** `2..5` as in an address; null if it names no two generations. */
export function readVersions(text: string): Versions | null {
  const [, from, to] = TEXT.exec(text) ?? [];
  const versions = { from: Number(from), to: Number(to) };
  return versions.from <= LARGEST && versions.to <= LARGEST ? versions : null;
}

/** The parameter of an address that names what is compared. */
export const parseAsVersions = createParser<Versions>({
  parse: readVersions,
  serialize: ({ from, to }) => `${from}..${to}`,
  eq: (one, other) => one.from === other.from && one.to === other.to,
}).withOptions({ history: "push" });

/** A number of a form; null if it is no generation that there was. */
export function generationOf(text: string, newest: number): number | null {
  const number = /^\d{1,10}$/.test(text.trim()) ? Number(text) : 0;
  return number >= 1 && number <= newest ? number : null;
}
