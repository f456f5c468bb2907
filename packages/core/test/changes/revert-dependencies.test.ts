import { afterAll, beforeAll, expect, it } from "vitest";
import { Changes } from "../support/changes.ts";
import { createWorld, type World } from "../support/world.ts";

let world: World;

beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const A = "test/open/a";

it("explicit dependencies come back as such, also where references have led to them since", async () => {
  const { org } = world;
  const changes = new Changes(world);
  for (const name of ["x", "y"]) await org.apply(`test/open/${name}`, { v: 1 });
  await org.apply(A, { v: "${test/open/x.outputs.v}" }, { depends_on: ["test/open/x", "test/open/y"] });
  await world.work();
  const before = await org.row(A);
  expect(before?.explicit_dependencies).toBe(2);

  const config = { v: "${test/open/x.outputs.v}", w: "${test/open/y.outputs.v}" };
  const { id } = await changes.applyNow({ documents: [{ provider: "test", resource: "open", name: "a", config }] });
  await changes.finish(id);
  expect(await org.row(A)).toMatchObject({ explicit_dependencies: 0 });

  await changes.finish((await changes.apply((await changes.revert(id)).id)).id);
  const { dependencies, explicit_dependencies } = (await org.row(A)) ?? {};
  expect({ dependencies, explicit_dependencies }).toEqual({
    dependencies: before?.dependencies,
    explicit_dependencies: 2,
  });
});
