import type { BrokenGroup, DeploymentPreview, SchemaChange, TypeChange } from "./deployment-preview.ts";
import { MAX_BROKEN_RESOURCES } from "./provider-values.ts";

/** Why resources of a type break: `18 buckets break: lifecycle_days must be at least 60`. */
export function breakWords({ type, reason, count }: Pick<BrokenGroup, "type" | "reason" | "count">): string {
  const noun = type.split("/").at(-1) as string;
  const those = count === 1 ? `1 ${noun} breaks` : `${count.toLocaleString("en")} ${plural(noun)} break`;
  return `${those}: ${reason.replace(/^config\./, "")}`;
}

/**
 * The resources of a group by their keys, `provider/resource/name`. An id alone cannot be split, since words may contain `_`; with
 * the type it can.
 */
export function brokenKeys({ type, resources }: Pick<BrokenGroup, "type" | "resources">): string[] {
  const prefix = `resource:${type.replaceAll("/", "_")}_`;
  return resources.map((id) => (id.startsWith(prefix) ? `${type}/${id.slice(prefix.length)}` : id));
}

/** The search for what breaks ends at a bound: whether there may be more. */
export function mayBreakMore({ broken }: Pick<DeploymentPreview, "broken">): string | null {
  if (broken < MAX_BROKEN_RESOURCES) return null;
  return `There may be more: only the first ${MAX_BROKEN_RESOURCES.toLocaleString("en")} that break were looked for.`;
}

/** How a type differs: `aws/bucket is new`. */
export function typeChangeWords({
  type,
  change,
  changes,
}: Pick<TypeChange, "type" | "change"> & { changes: readonly unknown[] }): string {
  if (change === "added") return `${type} is new`;
  if (change === "removed") return `${type} is gone`;
  return `${type}: ${changes.length === 1 ? "1 difference" : `${changes.length} differences`}`;
}

/** Describes the change at a place of a schema, without the place: `now required, minimum 60`. */
export function schemaChangeWords({
  change,
  keywords,
}: Pick<SchemaChange, "change"> & { keywords: readonly Keyword[] }): string {
  if (change === "removed") return "removed";
  if (change === "added") return ["added", ...keywords.filter(isTelling).map(newKeywordWords)].join(", ");
  return keywords.map(keywordWords).join(", ");
}

/** Keyword of a schema; absent sides may also be left out. */
interface Keyword {
  keyword: string;
  before?: unknown;
  after?: unknown;
}

/** Tells whether to mention a keyword: the parts of something new are left to its documentation. */
function isTelling({ keyword, after }: Keyword): boolean {
  return keyword !== "additionalProperties" && !isParts(after);
}

function newKeywordWords({ keyword, after }: Keyword): string {
  if (keyword === "type") return valueText(after);
  return withValue(keyword, after);
}

function keywordWords({ keyword, before, after }: Keyword): string {
  const label = labelOf(keyword);
  if (keyword === "required") return after === true ? "now required" : "no longer required";
  if (isParts(before) || isParts(after)) return `${label} changed`;
  if (keyword in FLAGS && before === true) return `no longer ${label}`;
  if (isOff(after)) return `no ${label}${isOff(before) || before === true ? "" : ` (was ${valueText(before)})`}`;
  if (isOff(before)) return withValue(keyword, after);
  return `${label} ${valueText(before)} → ${valueText(after)}`;
}

/** Keywords that say what a value is, rather than what it has. */
const FLAGS: Record<string, true> = { sensitive: true, immutable: true, deprecated: true, readOnly: true };

function withValue(keyword: string, value: unknown): string {
  const label = labelOf(keyword);
  if (value === false) return `no ${label}`;
  return value === true || isParts(value) ? label : `${label} ${valueText(value)}`;
}

function isOff(value: unknown): boolean {
  return value === null || value === undefined || value === false;
}

/** Parts of schemas, which nobody would read in a line. */
function isParts(value: unknown): boolean {
  return Array.isArray(value) ? value.some(isParts) : typeof value === "object" && value !== null;
}

const LABELS: Record<string, string> = {
  enum: "one of",
  const: "exactly",
  anyOf: "alternatives",
  oneOf: "alternatives",
  additionalProperties: "other keys",
  items: "elements",
};

function labelOf(keyword: string): string {
  return LABELS[keyword] ?? keyword.replace(/^x-/, "").replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** Longer ones are cut. */
const MAX_VALUE = 60;

function valueText(value: unknown): string {
  const asText = (one: unknown): string => (typeof one === "string" ? one : JSON.stringify(one));
  const text = Array.isArray(value) ? value.map(asText).join(", ") : asText(value);
  return text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE - 1)}…` : text;
}

function plural(noun: string): string {
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  return /(s|x|z|ch|sh)$/.test(noun) ? `${noun}es` : `${noun}s`;
}
