import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Organization } from "./support/organization.ts";
import { rounds } from "./support/rounds.ts";
import { createWorld, type World } from "./support/world.ts";

let world: World;

beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const ref = (name: string) => ({ provider: "test", resource: "open", name });
const key = (name: string) => `test/open/${name}`;
const id = (name: string) => `resource:test_open_${name}`;
const uses = (name: string) => ({ a: `\${test/open/${name}.outputs.a}` });

describe("a cycle", () => {
  it("of a resource with itself is refused in every form, even as a draft", async () => {
    const { org } = world;
    for (const attempt of [
      () => org.apply(key("self"), uses("self")),
      () => org.draft(key("self"), uses("self")),
      () => org.draft(key("self"), {}, { depends_on: [key("self")] }),
      () => org.draft(key("self"), {}, { owner_references: [ref("self")] }),
      () => org.draft(key("self"), { a: { __dependency__: true, ...ref("self") } }),
    ]) {
      await expect(attempt()).rejects.toMatchObject({
        code: "cycle",
        facts: { cycle: [id("self")] },
        message: expect.stringContaining("test/open/self → test/open/self"),
      });
    }
    expect(await org.row(key("self"))).toBeUndefined();
    expect(await world.count("edges")).toBe(0);
  });

  it("of several is refused with its path, and nothing is written", async () => {
    const org = world.organization();
    await org.draft(key("a"), uses("b"));
    await org.draft(key("b"), uses("c"));
    const before = await world.everything();
    await expect(org.apply(key("c"), uses("a"))).rejects.toMatchObject({
      code: "cycle",
      facts: { cycle: [id("c"), id("a"), id("b")] },
      message: expect.stringContaining("test/open/c → test/open/a → test/open/b → test/open/c"),
    });
    expect(await world.everything()).toEqual(before);
  });

  it("through an owner edge is refused, whichever edge closes it", async () => {
    const org = world.organization();
    await org.draft(key("owned"), {}, { owner_references: [ref("owner")] });
    await expect(org.draft(key("owner"), uses("owned"))).rejects.toMatchObject({ code: "cycle" });
    await org.draft(key("user"), uses("used"));
    await org.draft(key("used"), {});
    await expect(org.draft(key("used"), {}, { owner_references: [ref("user")] })).rejects.toMatchObject({
      code: "cycle",
    });
    expect((await org.get(key("used"))).owner_references).toEqual([]);
  });

  it("is refused when a metadata change of a pending resource closes it", async () => {
    const org = world.organization();
    await org.apply(key("p"), uses("q"));
    await org.draft(key("q"), {});
    await expect(org.draft(key("q"), {}, { owner_references: [ref("p")] })).rejects.toMatchObject({ code: "cycle" });
  });

  it("that no longer exists is no obstacle", async () => {
    const org = world.organization();
    await org.draft(key("a"), uses("b"));
    await org.draft(key("a"), {});
    await org.draft(key("b"), uses("a"));
    await org.delete(key("b"));
    await org.draft(key("a"), uses("b"));
    expect(await org.row(key("b"))).toBeUndefined();
  });

  it("of one organization means nothing to another", async () => {
    const [one, two] = [world.organization(), world.organization()];
    await one.draft(key("a"), uses("b"));
    await two.draft(key("b"), uses("a"));
    expect(await two.state(key("b"))).toBe("draft");
  });
});

/** Applies all parts of a cycle at the same moment. @returns how many were refused as a cycle */
async function race(parts: (() => Promise<unknown>)[]): Promise<number> {
  const results = await Promise.allSettled(parts.map((part) => part()));
  const refused = results.filter((result) => result.status === "rejected");
  for (const { reason } of refused) expect(reason).toMatchObject({ code: "cycle" });
  return refused.length;
}

/** The names in a ring, each using the next. */
function ring(org: Organization, names: string[], prepare: "new" | "existing"): (() => Promise<unknown>)[] {
  return names.map((name, index) => {
    const next = names[(index + 1) % names.length] as string;
    const asOwner = prepare === "new" && index % 2 === 1;
    return asOwner
      ? () => org.draft(key(name), {}, { owner_references: [ref(next)] })
      : () => org.apply(key(name), uses(next));
  });
}

describe("the parts of a cycle at the same moment", () => {
  it.each([
    [2, "new"],
    [2, "existing"],
    [3, "new"],
    [3, "existing"],
    [5, "new"],
  ] as const)("of %i, %s: one is refused, and the others get through", async (size, prepare) => {
    const org = world.organization();
    for (let round = 0; round < rounds(40); round++) {
      const names = Array.from({ length: size }, (_, index) => `r${round}-${(index * 7) % size}`);
      if (prepare === "existing") for (const name of names) await org.draft(key(name), {});
      expect(await race(ring(org, names, prepare))).toBe(1);
    }
  });

  it("over long existing paths: one is refused", async () => {
    const org = world.organization();
    // Two chains whose ends are joined crosswise.
    for (let round = 0; round < rounds(15); round++) {
      const name = (side: string, index: number) => `${side}${round}-${index}`;
      for (const side of ["x", "y"]) {
        for (let index = 0; index < 12; index++) await org.draft(key(name(side, index)), uses(name(side, index + 1)));
      }
      const refused = await race([
        () => org.draft(key(name("x", 12)), uses(name("y", 0))),
        () => org.draft(key(name("y", 12)), uses(name("x", 0))),
      ]);
      expect(refused).toBe(1);
    }
  });

  it("never come to be, whatever many writers do at once", async () => {
    const org = world.organization();
    const names = Array.from({ length: 12 }, (_, index) => `n${index}`);
    const pick = () => names[Math.floor(Math.random() * names.length)] as string;
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        for (let round = 0; round < rounds(40); round++) {
          const targets = [...new Set([pick(), pick()])];
          await org.draft(key(pick()), {}, { depends_on: targets.map(key) }).catch((error) => {
            expect(error).toMatchObject({ code: "cycle" });
          });
        }
      }),
    );
    const { rows } = await world.pool.query<{ cycles: number }>(
      `WITH RECURSIVE walk(start, at) AS (
         SELECT from_key, to_key FROM edges WHERE organization_id = $1
         UNION
         SELECT walk.start, e.to_key FROM walk JOIN edges e ON e.organization_id = $1 AND e.from_key = walk.at
       ) SELECT count(*)::int AS cycles FROM walk WHERE start = at`,
      [org.id],
    );
    expect(rows[0]?.cycles).toBe(0);
    expect(await world.count("edges", `organization_id = '${org.id}'`)).toBeGreaterThan(5);
  });

  it("lets unrelated edges in at the same moment", async () => {
    const org = world.organization();
    await Promise.all(Array.from({ length: 40 }, (_, index) => org.apply(key(`u${index}`), uses("shared"))));
    expect(await world.count("edges", `organization_id = '${org.id}'`)).toBe(40);
  });
});
