import { classify, type Json, MASK, referencesInText, resourceKey } from "@pragma/language";
import { writeYaml } from "@pragma/manifest";
import { isMap, isScalar, parseDocument, type Scalar, visit, type YAMLMap } from "yaml";

export interface YamlToken {
  text: string;
  kind: "plain" | "key" | "string" | "literal" | "masked" | "reference";
  /** For a reference: the `provider/resource/name` that it names. */
  target?: string;
}

export type YamlLine = YamlToken[];

export interface YamlText {
  text: string;
  lines: YamlLine[];
}

interface Mark {
  start: number;
  end: number;
  kind: YamlToken["kind"];
  target?: string;
}

/** Beyond this it is shown without colours and links: nobody reads it, and the page stays quick. */
const MAX_MARKED = 200_000;

/**
 * A value as YAML, in pieces that can be coloured and linked.
 * @param literal strings are data, `${` included; only the object form is a reference
 */
export function yamlTokens(value: Json, { literal = false }: { literal?: boolean } = {}): YamlText {
  const text = writeYaml(value).trimEnd();
  const marks = text.length > MAX_MARKED ? [] : findMarks(text, literal);
  return { text, lines: toLines(text, marks) };
}

function findMarks(text: string, literal: boolean): Mark[] {
  const marks: Mark[] = [];
  /** Scalars that are part of a reference in the object form. */
  const targets = new Map<unknown, string>();
  // Keys of a value are unique. The library would compare each with all before it.
  visit(parseDocument(text, { uniqueKeys: false }), {
    Map(_, map) {
      const found = classify(map.toJSON(), { stringReferences: false });
      if (found?.kind === "reference") markNames(map, resourceKey(found.target), targets);
    },
    Scalar(at, scalar) {
      const { range } = scalar;
      if (!range) return;
      const [start, end] = range;
      const target = targets.get(scalar);
      if (at === "key") marks.push({ start, end, kind: "key" });
      else if (target !== undefined) marks.push({ start, end, kind: "reference", target });
      else marks.push(...marksOf(scalar, start, text.slice(start, end), literal));
    },
  });
  return marks.sort((a, b) => a.start - b.start);
}

/** Marks the `name` of a reference object's four members as the link. */
function markNames(map: YAMLMap, key: string, targets: Map<unknown, string>): void {
  for (const pair of map.items) {
    if (isScalar(pair.key) && pair.key.value === "name" && !isMap(pair.value)) targets.set(pair.value, key);
  }
}

function marksOf({ value }: Scalar, offset: number, source: string, literal: boolean): Mark[] {
  const whole = { start: offset, end: offset + source.length };
  if (value === MASK) return [{ ...whole, kind: "masked" }];
  if (typeof value !== "string") return [{ ...whole, kind: "literal" }];
  const marks: Mark[] = [];
  let start = offset;
  for (const found of literal ? [] : referencesInText(source)) {
    marks.push({ start, end: offset + found.start, kind: "string" });
    start = offset + found.end;
    marks.push({ start: offset + found.start, end: start, kind: "reference", target: resourceKey(found.target) });
  }
  marks.push({ start, end: whole.end, kind: "string" });
  return marks;
}

function toLines(text: string, marks: readonly Mark[]): YamlLine[] {
  const lines: YamlLine[] = [[]];
  const push = (piece: string, token: Omit<YamlToken, "text">): void => {
    for (const [index, part] of piece.split("\n").entries()) {
      if (index > 0) lines.push([]);
      if (part !== "") lines.at(-1)?.push({ text: part, ...token });
    }
  };
  let at = 0;
  for (const { start, end, kind, target } of marks) {
    push(text.slice(at, start), { kind: "plain" });
    push(text.slice(start, end), target === undefined ? { kind } : { kind, target });
    at = end;
  }
  push(text.slice(at), { kind: "plain" });
  return lines;
}
