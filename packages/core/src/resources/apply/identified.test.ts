import { expect, it } from "vitest";
import { rowsOfEach } from "./identified.ts";

const thing = (resource: string, identity: string) => ({ provider: "postgres", resource, identity });

it("gives each thing its own rows, in their order, however often it is asked for", () => {
  const row = (key: string, of: ReturnType<typeof thing>) => ({
    ...of,
    ...{ key, id: key, connection: null, provisioned: true },
  });
  const [shop, other, none] = [thing("database", "shop"), thing("role", "shop"), thing("role", "none")];
  const rows = [row("a", shop), row("b", shop), row("c", other)];

  const each = rowsOfEach([other, shop, none, shop], [...rows, row("a", shop), row("b", shop)]);
  expect(each.map((found) => found.map(({ key }) => key))).toEqual([["c"], ["a", "b"], [], ["a", "b"]]);
});
