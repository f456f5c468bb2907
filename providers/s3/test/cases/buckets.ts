import { describe, expect, test } from "vitest";
import { makeBucket } from "../../src/bucket/make.ts";
import { send } from "../../src/client/send.ts";
import { addressOf, callTo, harnessOf, listAll, type S3Server, uniqueName } from "../support/s3-server.ts";

/** What every server has to do with buckets. */
export function bucketCases(server: S3Server): void {
  describe("buckets", () => {
    test("one is made, changed and deleted", async () => {
      const harness = harnessOf(server);
      const name = uniqueName("shop");
      const created = await harness.create("bucket", {
        config: { name, versioning: true, tags: { team: "shop", "a b": "ä&<>" } },
      });
      const url = addressOf(server, name);
      expect(created).toMatchObject({ ok: true, identity: name, outputs: { name, url, arn: `arn:aws:s3:::${name}` } });
      expect(await harness.drift("bucket")).toEqual([]);
      expect((await harness.health("bucket")).health).toMatchObject({ status: "healthy" });

      expect(await harness.update("bucket", { config: { name } })).toMatchObject({ ok: true });
      expect(await harness.drift("bucket")).toEqual([]);
      expect(await harness.import("bucket", name)).toMatchObject({ config: { name, versioning: false, tags: {} } });
      expect(await harness.delete("bucket")).toMatchObject({ ok: true });
      expect(await harness.import("bucket", name)).toMatchObject({ ok: true, config: null });
    });

    test("what was changed by hand is found, and an update reverts it", async () => {
      const harness = harnessOf(server);
      const name = uniqueName("drift");
      const config = { name, versioning: true, tags: { team: "shop" } };
      await harness.create("bucket", { config });
      const stranger = harnessOf(server);
      await stranger.adopt("bucket", name, { config: { name, tags: { team: "other", more: "x" } } });

      const found = await harness.drift("bucket");
      expect(found).toMatchObject([
        { path: "versioning", found: false },
        { path: "tags.team", found: "other" },
      ]);
      expect((await harness.health("bucket")).health).toMatchObject({ status: "degraded" });
      expect(await harness.update("bucket", { config })).toMatchObject({ ok: true });
      expect(await harness.drift("bucket")).toEqual([]);
      await harness.delete("bucket");
    });

    test("one that was there before is refused, and taken over as it is", async () => {
      const name = uniqueName("there");
      await makeBucket(callTo(server), name);
      const harness = harnessOf(server);
      const refused = await harness.create("bucket", { config: { name, tags: { a: "b" } } });
      expect(refused.error).toMatchObject({ exists: name, message: expect.stringContaining("exists already") });
      expect(await harness.import("bucket", name)).toMatchObject({ config: { tags: {} } });
      // What was never ready deletes nothing that was there before.
      await harness.delete("bucket", { config: { name } });

      const { config } = await harness.import("bucket", name);
      expect(await harness.adopt("bucket", name, { config: { ...config, name } })).toMatchObject({
        ok: true,
        identity: name,
      });
      expect(harness.calls.filter(({ method }) => method === "update")).toEqual([]);
      expect(await harness.delete("bucket")).toMatchObject({ ok: true });
      expect(await harness.import("bucket", name)).toMatchObject({ ok: true, config: null });
    });

    test("what an earlier attempt has made is gone on with", async () => {
      const harness = harnessOf(server);
      const name = uniqueName("again");
      await makeBucket(callTo(server), name);
      const again = await harness.create("bucket", { config: { name, tags: { a: "b" } }, attempt: 2 });
      expect(again).toMatchObject({ ok: true, outputs: { name } });
      expect(await harness.drift("bucket")).toEqual([]);
      await harness.delete("bucket");
    });

    test("one that is not empty is deleted only if that was said", async () => {
      const harness = harnessOf(server);
      const call = callTo(server);
      const name = uniqueName("full");
      await harness.create("bucket", { config: { name, versioning: true } });
      const odd = server.quirks.includes("signatures of decoded paths") ? ["b", "e f"] : ["odd key+%41", "ü"];
      const keys = ["a", "a", "c/./../d", ...odd];
      for (const key of keys) await send(call, { method: "PUT", bucket: name, key, body: Buffer.from(key) });
      await send(call, { method: "DELETE", bucket: name, key: "a" });

      const refused = await harness.delete("bucket");
      expect(refused.error).toMatchObject({ kind: "config", message: expect.stringContaining("set force_destroy") });
      await harness.update("bucket", { config: { name, versioning: true, force_destroy: true } });
      expect(await harness.delete("bucket")).toMatchObject({
        ok: true,
        logs: [{ message: `6 objects and versions of bucket "${name}" deleted` }, {}],
      });
      expect(await harness.import("bucket", name)).toMatchObject({ config: null });
    });

    test("one that is missing is no more than that", async () => {
      const harness = harnessOf(server);
      const name = uniqueName("gone");
      const config = { name };
      await harness.create("bucket", { config });
      await send(callTo(server), { method: "DELETE", bucket: name });
      expect(await harness.read("bucket")).toMatchObject({ ok: true, outputs: null });
      expect((await harness.health("bucket")).health).toMatchObject({
        status: "unhealthy",
        message: "It does not exist",
      });
      const refused = await harness.update("bucket", { config });
      expect(refused.error).toMatchObject({ kind: "config", message: expect.stringContaining("is missing") });
      expect(await harness.delete("bucket")).toMatchObject({ ok: true });
    });

    test("deletion_policy retain leaves it", async () => {
      const harness = harnessOf(server);
      const name = uniqueName("kept");
      await harness.create("bucket", { config: { name, deletion_policy: "retain" } });
      expect(await harness.delete("bucket")).toMatchObject({ ok: true });
      expect(await harness.import("bucket", name)).toMatchObject({ config: { name } });
      await send(callTo(server), { method: "DELETE", bucket: name });
    });

    test("they are listed by name in parts, each with its config", async () => {
      const harness = harnessOf(server);
      const prefix = uniqueName("list");
      const names = ["a", "b", "c"].map((end) => `${prefix}-${end}`);
      for (const name of names) await harness.create("bucket", { name, config: { name, tags: { name } } });
      const found = await listAll(harness, "bucket");
      expect(found.filter(({ identity }) => identity.startsWith(prefix))).toMatchObject(
        names.map((name) => ({ identity: name, config: { name, versioning: false, tags: { name } } })),
      );
      for (const name of names) await harness.delete("bucket", { name });
    });
  });
}
