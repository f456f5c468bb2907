import { formatPath, MASK, parsePath, readTyped, resourceKey } from "@pragma/language";
import type { PlannedChange } from "@pragma/sdk";
import { oneLine } from "../../output/printable.ts";
import type { PlanLine, Sign } from "./plan-line.ts";
import { diffSequences, type Edit } from "./sequence-diff.ts";
import { inlineValue, isInline, memberLines, textLines } from "./value-lines.ts";

/** Unchanged lines shown around changed ones. */
const CONTEXT = 3;
/** Length above which texts on one line show only what differs, with so much around it. */
const LONG = 60;
const AROUND = 20;
/** The lines shown of one value. */
const MOST_LINES = 200;

/** Lines of an action's changes, a field after another. */
export function fieldLines(changes: readonly PlannedChange[], creates: boolean): PlanLine[] {
  return groupLists(changes).flatMap((group) => {
    const lines = "items" in group ? listLines(group.path, group.items) : linesOf(group, creates);
    if (lines.length <= MOST_LINES) return lines;
    const left = lines.length - MOST_LINES;
    return [...lines.slice(0, MOST_LINES), note(`… ${left.toLocaleString("en")} more lines of ${oneLine(group.path)}`)];
  });
}

function linesOf(change: PlannedChange, creates: boolean): PlanLine[] {
  const { before, after, unknown } = change;
  const path = oneLine(change.path);
  if (unknown !== undefined) return [unknownLine(path, before, unknown.from, creates)];
  if (change.sensitive) return [secretLine(path, before, after, creates)];
  if (creates) return prefixed("", memberLines(path, after));
  if (before === null || before === undefined) return prefixed("+", memberLines(path, after));
  if (after === null || after === undefined) return prefixed("-", memberLines(path, before));
  if (isText(before) && isText(after) && !(isInline(before) && isInline(after)))
    return [line("~", `${path}:`), ...hunks(diffSequences(textLines(before), textLines(after), String), String)];
  if (Array.isArray(before) && Array.isArray(after)) return listDiff(path, before, after);
  if (!isInline(before) || !isInline(after))
    return [...prefixed("-", memberLines(path, before)), ...prefixed("+", memberLines(path, after))];
  const [old, now] =
    isText(before) && isText(after) ? excerpts(before, after) : [inlineValue(before), inlineValue(after)];
  return [line("~", `${path}: ${old} → ${now}`)];
}

/** `(known after postgres/role/owner)`. */
function unknownLine(path: string, before: unknown, from: string, creates: boolean): PlanLine {
  if (from === "secret") return line("~", `${path}: (secret, not compared)`);
  if (from === "provider") return line("~", `${path}: (not known before it is taken over)`);
  const later = `(known after ${oneLine(resourceOf(from))})`;
  if (creates || before === null || before === undefined) return line(creates ? "" : "+", `${path}: ${later}`);
  return line("~", `${path}: ${isInline(before) ? inlineValue(before) : "…"} → ${later}`);
}

/** The resource of a reference: `postgres/role/owner` of `postgres/role/owner.outputs.name`. */
function resourceOf(from: string): string {
  const reference = readTyped(from);
  return reference === null ? from : resourceKey(reference.target);
}

function secretLine(path: string, before: unknown, after: unknown, creates: boolean): PlanLine {
  if (creates) return line("", `${path}: ${maskedText(after)}`);
  if (before === null || before === undefined) return line("+", `${path}: ${maskedText(after)}`);
  if (after === null || after === undefined) return line("-", `${path}: ${maskedText(before)}`);
  if (before === MASK && after === MASK) return line("~", `${path}: (secret, changed)`);
  return line("~", `${path}: ${maskedText(before)} → ${maskedText(after)}`);
}

/** A side of a change to a secret: a reference in its place is none. */
function maskedText(value: unknown): string {
  if (value === MASK) return "(secret)";
  return isInline(value) ? inlineValue(value) : "…";
}

function listDiff(path: string, before: readonly unknown[], after: readonly unknown[]): PlanLine[] {
  return [
    line("~", `${path}:`),
    ...hunks(
      diffSequences(before, after, (item) => JSON.stringify(item)),
      inlineValue,
    ),
  ];
}

interface ListGroup {
  path: string;
  items: PlannedChange[];
}

/**
 * Lists are compared by position, so an element put in front changes all behind it. Elements of a list that are changed as a
 * whole, one after another, are compared again as sequences.
 */
function groupLists(changes: readonly PlannedChange[]): (PlannedChange | ListGroup)[] {
  const groups: (PlannedChange | ListGroup)[] = [];
  let open: { group: ListGroup; next: number } | undefined;
  for (const change of changes) {
    const element = elementOf(change);
    if (element !== null && open !== undefined && open.group.path === element.path && open.next === element.index) {
      open.group.items.push(change);
      open.next++;
      continue;
    }
    open = element === null ? undefined : { group: { path: element.path, items: [change] }, next: element.index + 1 };
    groups.push(open?.group ?? change);
  }
  return groups.map((group) =>
    "items" in group && group.items.length === 1 ? (group.items[0] as PlannedChange) : group,
  );
}

function elementOf({ path, unknown, sensitive }: PlannedChange): { path: string; index: number } | null {
  if (unknown !== undefined || sensitive || !path.endsWith("]")) return null;
  const steps = parsePath(path);
  const index = steps?.at(-1);
  return typeof index === "number" ? { path: formatPath(steps?.slice(0, -1) ?? []), index } : null;
}

function listLines(path: string, items: readonly PlannedChange[]): PlanLine[] {
  const there = (value: unknown) => value !== null && value !== undefined;
  const before = items.map((item) => item.before).filter(there);
  const after = items.map((item) => item.after).filter(there);
  return listDiff(oneLine(path), before, after);
}

/** Changed parts, with a little around them; what was left out between is counted. */
function hunks<Item>(edits: readonly Edit<Item>[], textOf: (item: Item) => string): PlanLine[] {
  const near = new Uint8Array(edits.length);
  for (const [index, { kind }] of edits.entries()) {
    if (kind !== "same") near.fill(1, Math.max(0, index - CONTEXT), index + CONTEXT + 1);
  }
  const lines: PlanLine[] = [];
  let left = 0;
  const tellLeft = () => {
    if (left > 0) lines.push(note(`… ${left.toLocaleString("en")} unchanged`, 2));
    left = 0;
  };
  for (const [index, { kind, item }] of edits.entries()) {
    if (near[index] === 0) {
      left++;
      continue;
    }
    tellLeft();
    lines.push({ sign: SIGN_OF[kind], depth: 2, text: textOf(item) });
  }
  tellLeft();
  return lines;
}

const SIGN_OF: Record<Edit<unknown>["kind"], Sign> = { same: "", removed: "-", added: "+" };

/** Two texts on one line; of long ones only where they differ. */
function excerpts(before: string, after: string): [string, string] {
  if (before.length <= LONG && after.length <= LONG) return [inlineValue(before), inlineValue(after)];
  let start = 0;
  while (start < before.length && before[start] === after[start]) start++;
  let end = 0;
  const shortest = Math.min(before.length, after.length);
  while (end < shortest - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  return [excerpt(before, start, end), excerpt(after, start, end)];
}

function excerpt(text: string, start: number, end: number): string {
  const from = start > AROUND + 1 ? start - AROUND : 0;
  const to = end > AROUND + 1 ? text.length - end + AROUND : text.length;
  const cut = text.slice(from, to);
  return `${from > 0 ? "…" : ""}${inlineValue(cut)}${to < text.length ? "…" : ""}`;
}

function prefixed(sign: Sign, lines: readonly string[]): PlanLine[] {
  return lines.map((text) => line(sign, text));
}

function line(sign: Sign, text: string): PlanLine {
  return { sign, depth: 1, text };
}

function note(text: string, depth = 1): PlanLine {
  return { sign: "", depth, text, dim: true };
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}
