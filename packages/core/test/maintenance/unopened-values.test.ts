import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Keyring } from "../../src/foundation/secrets/index.ts";
import { resealValues } from "../../src/operations/maintenance/index.ts";
import { emptySealed } from "../support/sealed.ts";
import { createWorld, type World } from "../support/world.ts";

const [oldKey, newKey] = [randomBytes(32), randomBytes(32)];
const oldRing = new Keyring([oldKey]);
const rotated = new Keyring([newKey, oldKey]);
const newRing = new Keyring([newKey]);
const [oldId] = oldRing.ids;
const [newId] = newRing.ids;

let world: World;

beforeAll(async () => {
  world = await createWorld({}, { keyring: oldRing });
});
beforeEach(async () => {
  await emptySealed(world);
  world.moveOn();
});
afterAll(() => world.close());

const reseal = () => resealValues({ db: world.core.db, keyring: rotated });

/** Writes over the sealed `secret` of an item's config. @returns the text that is stored then */
async function forge(key: string, envelope: { $encrypted: string }): Promise<string> {
  const config = JSON.stringify({ secret: envelope });
  await world.pool.query("UPDATE resources SET config = $1 WHERE key = $2", [config, key]);
  return config;
}

describe("what no key opens", () => {
  it("is reported with its place, and left as it is", async () => {
    const { org } = world;
    const other = world.organization();
    const lost = new Keyring([randomBytes(32)]);
    const keys = ["test/item/broken", "test/item/foreign", "test/item/lost", "test/item/whole"];
    for (const key of keys) await org.draft(key, { secret: "correct horse" });
    const broken = oldRing.encrypt("correct horse", org.id).$encrypted.slice(0, -8);
    const stored = [
      await forge("test/item/broken", { $encrypted: broken }),
      await forge("test/item/foreign", oldRing.encrypt("theirs", other.id)),
      await forge("test/item/lost", lost.encrypt("gone", org.id)),
    ];
    const report = await reseal();
    const place = report.places[0];
    const where = { organizationId: org.id, column: "config" };
    const damaged = "A stored sensitive value is damaged or belongs to another organization";
    expect(place?.unopened).toEqual([
      { ...where, id: "test/item/broken", keyId: oldId, reason: damaged },
      { ...where, id: "test/item/foreign", keyId: oldId, reason: damaged },
      { ...where, id: "test/item/lost", keyId: lost.ids[0], reason: expect.stringContaining(lost.ids[0]) },
    ]);
    expect(place).toMatchObject({
      sealed: 1,
      unopenedByKey: new Map([
        [oldId, 2],
        [lost.ids[0], 1],
      ]),
    });
    expect(report.spareKeys).toEqual([]);
    for (const [index, config] of stored.entries()) expect((await org.row(keys[index] as string))?.config).toBe(config);
    expect((await org.row("test/item/whole"))?.config).toContain(newId);
  });

  it("does not keep the rest of its row from being sealed", async () => {
    const { org } = world;
    await org.draft("test/item/mixed", { secret: "x" });
    const lost = new Keyring([randomBytes(32)]).encrypt("gone", org.id);
    const config = { secret: oldRing.encrypt("kept", org.id), users: [{ name: "ann", password: lost }] };
    await world.pool.query("UPDATE resources SET config = $1", [JSON.stringify(config)]);
    await reseal();
    const after = JSON.parse((await org.row("test/item/mixed"))?.config ?? "{}");
    expect(after.users).toEqual(config.users);
    expect(newRing.decrypt(after.secret, org.id)).toBe("kept");
  });
});
