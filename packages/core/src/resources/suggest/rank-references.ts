import type { OutputPath } from "../../foundation/types/index.ts";
import type { SiblingUses } from "./sibling-uses.ts";

/** The field that a reference is looked for. */
export interface ReferenceWish {
  /** Its name, such as `server_url`; empty if it has none. */
  field: string;
  /** The JSON types that it takes; none means any. */
  types: readonly string[];
  format: string | null;
  sensitive: boolean;
}

/** An output that the field may refer to: of a resource, or of any of a type. */
export interface Rankable extends Omit<OutputPath, "description"> {
  provider: string;
  resource: string;
  /** Key of the resource; `provider/resource` for an output of a type. */
  key: string;
}

type Criterion = (output: Rankable, wish: ReferenceWish, uses: SiblingUses) => number;

/** Read from the top: the first criterion in which two outputs differ decides, the higher number first. */
const CRITERIA: readonly Criterion[] = [
  // Outputs that resources of the same type use in this field, the most used first; then the same output of other resources.
  (output, _, uses) => uses.ofOutput(output),
  (output, _, uses) => uses.ofTypesOutput(output),
  // A value of another type would be refused.
  (output, wish) => Number(fits(output, wish)),
  // A secret in a field that is not one would be shown with it. A secret field is for secrets.
  (output, wish) => Number(output.sensitive === wish.sensitive),
  // `bucket_id` is of a `bucket`, `s3_bucket` of an `s3/bucket`; `url` is what `server_url` ends with.
  ({ provider, resource }, { field }) => sharedWords(provider, field) + sharedWords(resource, field),
  ({ path }, { field }) => likeness(path, field),
  (output, wish) => Number(wish.format !== null && output.format === wish.format),
  ({ path }) => Number(path === "id"),
  // Known facts come before unknown ones: the type, and that there is a value.
  ({ type }) => Number(type !== null),
  ({ present }) => Number(present),
];

/** Sorts what a field may refer to, best first; by key and path where nothing else tells two of them apart. */
export function rankReferences<Output extends Rankable>(
  outputs: readonly Output[],
  wish: ReferenceWish,
  uses: SiblingUses,
): Output[] {
  return outputs
    .map((output) => ({ output, marks: CRITERIA.map((criterion) => criterion(output, wish, uses)) }))
    .sort((a, b) => {
      const decisive = a.marks.findIndex((mark, at) => mark !== b.marks[at]);
      if (decisive !== -1) return (b.marks[decisive] ?? 0) - (a.marks[decisive] ?? 0);
      return compare(a.output.key, b.output.key) || compare(a.output.path, b.output.path);
    })
    .map(({ output }) => output);
}

/** Whether an output's type is one that the field takes, or unknown. */
export function fits({ type }: Pick<OutputPath, "type">, { types }: ReferenceWish): boolean {
  if (type === null || types.length === 0 || types.includes(type)) return true;
  return type === "integer" && types.includes("number");
}

/** How many words the name of a type or provider has, if the field's name has all of them, in the singular or plural; else 0. */
function sharedWords(name: string, field: string): number {
  const words = wordsOf(name);
  const ofField = wordsOf(field);
  return words.every((word) => ofField.includes(word)) ? words.length : 0;
}

function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
    .map((word) => word.replace(/ies$/, "y").replace(/([^s])s$/, "$1"));
}

/** Compares a path's last key: the field's name, or the end of it, or the other way round. An output of any name may be that. */
function likeness(path: string, field: string): number {
  const last = (path.split(".").at(-1) ?? "").toLowerCase();
  const name = field.toLowerCase();
  if (name === "") return 0;
  if (name === last) return 2;
  return Number(path === "" || name.endsWith(`_${last}`) || last.endsWith(`_${name}`));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
