import type { ChangeAction, JsonObject } from "@pragma/contract";
import type { Dice } from "./dice.ts";
import type { Row } from "./rows.ts";

export const NAMES = ["a", "b", "c", "d", "e", "f", "g"] as const;
const SETS = ["s", "t"] as const;

export const keyOf = (name: string): string => `test/open/${name}`;
export const idOf = (key: string): string => `resource:${key.replaceAll("/", "_")}`;

export const keyOfAction = ({ resource: { provider, resource, name } }: ChangeAction): string =>
  `${provider}/${resource}/${name}`;

export interface Document {
  provider: string;
  resource: string;
  name: string;
  config: JsonObject;
  tags?: string[];
  lifecycle_state?: string;
  dependencies?: object[];
  deletion_protected?: boolean;
}

/** The body of a change, without its message. */
export interface Request {
  documents: Document[];
  delete: { resource: string; dependents?: string }[];
  set?: string;
  take_over?: boolean;
  prune?: boolean;
  dependents?: string;
  if_match?: Record<string, string>;
  replace?: string[];
  allow_replace?: true | string[];
}

/** A reference to others, mostly of earlier names; now and then to what nobody has, or ever will. */
function reference(dice: Dice, name: string): string {
  const others = NAMES.slice(0, NAMES.indexOf(name as never));
  if (others.length === 0 || dice.chance(0.05)) return `\${${keyOf(`nobody${dice.below(2)}`)}.outputs.v}`;
  if (dice.chance(0.02)) return `\${${keyOf(dice.pick(NAMES))}.outputs.v}`;
  return `\${${keyOf(dice.pick(others))}.${dice.weighed([
    [7, "outputs.v"],
    [2, "outputs.same"],
    [1, "config.own"],
    [0.3, "outputs.missing"],
  ])}}`;
}

export function someConfig(dice: Dice, name: string): JsonObject {
  const config: JsonObject = { own: dice.below(4) };
  for (const field of ["x", "y"])
    if (name !== "a" && dice.chance(field === "x" ? 0.7 : 0.25)) config[field] = reference(dice, name);
  if (dice.chance(0.4)) config["made_of"] = name !== "a" && dice.chance(0.2) ? reference(dice, name) : dice.below(2);
  return config;
}

function document(dice: Dice, name: string, row: Row | undefined): Document {
  const isAsItIs = row !== undefined && dice.chance(0.3);
  const before = NAMES.slice(0, NAMES.indexOf(name as never));
  return {
    provider: "test",
    resource: "open",
    name,
    config: isAsItIs ? (JSON.parse(row.config) as JsonObject) : someConfig(dice, name),
    ...(dice.chance(0.15) ? { tags: [dice.pick(["one", "two"])] } : {}),
    ...(dice.chance(0.08) ? { lifecycle_state: "draft" } : {}),
    ...(dice.chance(0.04) ? { deletion_protected: dice.chance(0.4) } : {}),
    ...(before.length > 0 && dice.chance(0.06)
      ? { dependencies: [{ provider: "test", resource: "open", name: dice.pick(before) }] }
      : {}),
  };
}

function guard(dice: Dice, rows: ReadonlyMap<string, Row>): Record<string, string> {
  const key = keyOf(dice.pick(NAMES));
  const row = rows.get(key);
  return { [idOf(key)]: row ? dice.pick([`"${row.version}"`, "*"]) : "none" };
}

/** What may be replaced, and what is in any case. */
function replacing(dice: Dice, rest: readonly string[]): Pick<Request, "replace" | "allow_replace"> {
  const ids = (names: readonly string[]) => names.map((name) => idOf(keyOf(name)));
  const replace = ids(rest.filter(() => dice.chance(0.1)));
  const leave = dice.weighed<true | string[] | undefined>([
    [4, undefined],
    [5, true],
    [1, ids(NAMES.filter(() => dice.chance(0.5)))],
  ]);
  return { ...(replace.length > 0 ? { replace } : {}), ...(leave === undefined ? {} : { allow_replace: leave }) };
}

/** Some of the resources, one or more: created, changed, corrected, staged, deleted, pruned. */
export function someRequest(dice: Dice, rows: ReadonlyMap<string, Row>): Request {
  const named = NAMES.filter(() => dice.chance(0.4));
  const documents = (named.length === 0 ? [dice.pick(NAMES)] : named).map((name) =>
    document(dice, name, rows.get(keyOf(name))),
  );
  const rest = NAMES.filter((name) => rows.has(keyOf(name)) && !documents.some((one) => one.name === name));
  const set = dice.chance(0.4) ? { set: dice.pick(SETS), take_over: dice.chance(0.6) } : {};
  const prune = "set" in set && dice.chance(0.5);
  const replaced = replacing(dice, rest);
  return {
    documents,
    delete: rest
      .filter((name) => !replaced.replace?.includes(idOf(keyOf(name))) && dice.chance(0.1))
      .map((name) => ({
        resource: idOf(keyOf(name)),
        ...(dice.chance(0.7) ? { dependents: dice.pick(["cascade", "detach"]) } : {}),
      })),
    ...set,
    ...(prune ? { prune } : {}),
    ...(prune || dice.chance(0.2) ? { dependents: dice.pick(["cascade", "detach"]) } : {}),
    ...replaced,
    ...(dice.chance(0.12) ? { if_match: guard(dice, rows) } : {}),
  };
}
