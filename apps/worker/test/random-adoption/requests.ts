import type { Dice } from "../../../../packages/core/test/changes/overlapping/dice.ts";
import type { Row } from "./rows.ts";
import type { Things } from "./things.ts";

export const NAMES = ["a", "b", "c", "d", "e"] as const;
export const TITLES = ["t0", "t1", "t2", "t3", "t4", "t5", "t6", "t7"] as const;
export const KINDS = ["plain", "fancy"] as const;

export const keyOf = (name: string): string => `things/thing/${name}`;
export const idOf = (name: string): string => `resource:things_thing_${name}`;

/** What somebody writes by hand, too: then nothing differs. */
export const WORDS = ["one", "two", "three"] as const;

export interface Document {
  provider: "things";
  resource: "thing";
  name: string;
  config: { title: string; kind: string; content: string };
  adopt?: string;
}

/** The body of a change. */
export interface Request {
  documents: Document[];
  delete: { resource: string; dependents: "cascade" }[];
  replace?: string[];
  allow_replace?: true;
}

/** A word, or the content of something that has an earlier name. */
function someContent(dice: Dice, name: string): string {
  const others = NAMES.slice(0, NAMES.indexOf(name as never));
  if (others.length > 0 && dice.chance(0.3)) return `\${${keyOf(dice.pick(others))}.outputs.content}`;
  return dice.pick(WORDS);
}

/** Mostly somebody who looks first: what is there is taken over, of the kind that it has. */
function document(dice: Dice, name: string, row: Row | undefined, things: Things): Document {
  const isTheSame = row !== undefined && dice.chance(0.85);
  const title = isTheSame ? row.config.title : dice.pick(TITLES);
  const thing = things.get(title);
  const kind = thing && dice.chance(0.85) ? thing.kind : dice.pick(KINDS);
  const isSpared = row?.provisioned || !thing;
  const adopts = dice.chance(isSpared ? 0.06 : 0.85);
  return {
    ...{ provider: "things", resource: "thing", name },
    config: { title, kind, content: someContent(dice, name) },
    ...(adopts && { adopt: dice.chance(0.97) ? title : dice.pick(TITLES) }),
  };
}

/** Some of the resources: made, taken over, changed, replaced, deleted. */
export function someRequest(dice: Dice, rows: ReadonlyMap<string, Row>, things: Things): Request {
  const named = NAMES.filter(() => dice.chance(0.35));
  const documents = (named.length === 0 ? [dice.pick(NAMES)] : named).map((name) =>
    document(dice, name, rows.get(keyOf(name)), things),
  );
  const rest = NAMES.filter((name) => rows.has(keyOf(name)) && !documents.some((one) => one.name === name));
  const deleted = rest.filter(() => dice.chance(0.15));
  const replaced = rest.filter((name) => !deleted.includes(name) && dice.chance(0.15));
  return {
    documents,
    delete: deleted.map((name) => ({ resource: idOf(name), dependents: "cascade" })),
    ...(replaced.length > 0 && { replace: replaced.map(idOf) }),
    ...((replaced.length > 0 || dice.chance(0.6)) && { allow_replace: true as const }),
  };
}
