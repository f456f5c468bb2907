import type { ResourceFilter } from "@pragma/contract";
import fc from "fast-check";
import { hostileText } from "./hostile.ts";
import { Mark, type MarkKind, type Text } from "./mark.ts";
import type { FuzzOperation, Parameter } from "./operation.ts";
import type { Encoding, PlannedRequest } from "./planned-request.ts";
import { FILES, FUZZ_PROVIDER, keyOf, PASSING_PROVIDERS, SETS, target } from "./universe.ts";

/** A value from earlier answers. */
export function known(kind: MarkKind): fc.Arbitrary<Mark> {
  return fc.double({ min: 0, max: 0.999, noNaN: true }).map((at) => new Mark(kind, at));
}

const encoding: fc.Arbitrary<Encoding> = fc.oneof(
  { weight: 20, arbitrary: fc.constant<Encoding>("once") },
  { weight: 1, arbitrary: fc.constantFrom<Encoding>("all", "twice", "raw") },
);

/** A value that may name something that exists. */
function nameOf({ id, method, path }: FuzzOperation, parameter: string): fc.Arbitrary<Text> {
  if (parameter === "event_id") return known("event");
  if (parameter === "version") return known("version");
  if (path.startsWith("/sets/")) return fc.constantFrom<Text>(...SETS);
  if (parameter === "name") return fc.constantFrom<Text>(...FILES);
  if (parameter === "provider_id") {
    // Objects that other requests build on must stay.
    const stays = method === "GET" || id === "deployProvider";
    return fc.constantFrom<Text>(...PASSING_PROVIDERS, ...(stays ? [FUZZ_PROVIDER, FUZZ_PROVIDER, "pragma"] : []));
  }
  if (path.startsWith("/auth/")) return known("token-id");
  if (path.startsWith("/changes/")) return known("change");
  return fc.oneof(known("id"), target.map(keyOf));
}

/** Values for the path of an operation. */
export function paramsOf(operation: FuzzOperation, noise: number): fc.Arbitrary<PlannedRequest["params"]> {
  const names = operation.parameters.filter((parameter) => parameter.in === "path").map(({ name }) => name);
  const values = names.map((name) =>
    fc.record({
      value: fc.oneof(
        { weight: 100 - noise, arbitrary: nameOf(operation, name) },
        { weight: noise, arbitrary: hostileText },
      ),
      encoding,
    }),
  );
  return fc.tuple(...values).map((all) => Object.fromEntries(all.map((value, index) => [names[index], value])));
}

/** The query of an operation: some of its parameters, sometimes repeated, or unknown ones. */
export function queryOf(operation: FuzzOperation, noise: number): fc.Arbitrary<PlannedRequest["query"]> {
  const inQuery = operation.parameters.filter((parameter) => parameter.in === "query");
  const pairs = inQuery.map((parameter) =>
    fc.tuple(
      fc.constant<Text>(parameter.name),
      fc.oneof({ weight: 100 - noise, arbitrary: queryValue(parameter) }, { weight: noise, arbitrary: hostileText }),
    ),
  );
  const strange = fc.tuple(hostileText, hostileText);
  // A cursor is valid only with the filters that it was issued for, so it is refused with most others.
  const chosen = pairs.map((pair, index) =>
    fc.oneof(
      // A request shrinks to one without it.
      { withCrossShrink: true },
      { weight: 9, arbitrary: fc.constant(null) },
      { weight: inQuery[index]?.name === "cursor" ? 1 : 3, arbitrary: pair },
    ),
  );
  return fc
    .tuple(fc.tuple(...chosen), fc.option(strange, { freq: Math.max(1, noise) }), fc.boolean())
    .map(([all, another, isTwice]) => {
      const present = all.filter((pair) => pair !== null);
      const repeated = noise > 0 && isTwice ? present.slice(0, 1) : [];
      return [...present, ...repeated, ...(another !== null && noise > 0 ? [another] : [])];
    });
}

/** Values of the filters of resources. One that is missing here does not compile. */
const FILTERS: Record<keyof ResourceFilter, fc.Arbitrary<Text>> = {
  provider: fc.constantFrom("pragma", FUZZ_PROVIDER, "fs", "nobody"),
  resource: fc.constantFrom("secret", "config", "thing", "file"),
  connection: fc.constantFrom("fs/connection/main", "nobody/connection/default"),
  lifecycle_state: fc.constantFrom("draft", "pending", "processing", "ready", "failed"),
  drift: fc.constantFrom("unknown", "in_sync", "drifted", "missing"),
  tags: fc.constantFrom("t0", "t1", "t2"),
  set: fc.constantFrom(...SETS),
  q: fc.constantFrom("n", "sec", "thing", "%", "_"),
};

function queryValue({ name, schema }: Parameter): fc.Arbitrary<Text> {
  if (Object.hasOwn(FILTERS, name)) return FILTERS[name as keyof ResourceFilter];
  if (name === "cursor") return known("cursor");
  if (name === "root") return known("id");
  if (name === "limit" || name === "tail" || name === "depth") return fc.constantFrom("1", "2", "7", "100", "1000");
  if (name === "since" || name === "until")
    return fc.constantFrom("2026-01-01T00:00:00Z", "2036-01-01T00:00:00.5+02:00");
  if (name === "direction") return fc.constantFrom("upstream", "downstream", "both");
  if (name === "dependents") return fc.constantFrom("cascade", "detach");
  if (schema["type"] === "boolean") return fc.constantFrom("true", "false");
  if (name === "signature" || name === "expires") return known("signature");
  return fc.constantFrom("resource.apply", "owner", "n0");
}
