import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeBucket } from "../../src/bucket/make.ts";
import { send } from "../../src/client/send.ts";
import { addressOf, callTo, harnessOf, listAll, type S3Server, uniqueName } from "../support/s3-server.ts";

/** Keys that a client, a proxy or a server is likely to take for something else. */
const ODD_KEYS = [
  "a b+c%41&d=e?f#g",
  "c/./../d",
  "//double//",
  "/begins",
  "ends/",
  "ü-日本-😀",
  "quote'\"!*()<>&",
  "semi;colon:at@,$",
  "tilde~_-.",
  "back\\slash^`{|}[]",
];

const PROPERTIES = {
  content_type: "text/html; charset=utf-8",
  cache_control: "max-age=60, public",
  content_encoding: "identity",
  content_disposition: 'attachment; filename="a  b.html"',
  metadata: { "made-by": "Pragma", "two.words": "a, b" },
  tags: { team: "shop", "a b": "x y/z+=" },
};

/** Headers of an object of the type text/plain, with the metadata a and the tag c. */
const AS_DECLARED = { "content-type": "text/plain", "x-amz-meta-a": "1", "x-amz-tagging": "c=d" };

/** What every server has to do with objects. */
export function objectCases(server: S3Server): void {
  const signsDecoded = server.quirks.includes("signatures of decoded paths");
  const keys = signsDecoded ? ODD_KEYS.filter((key) => /^[\w~./-]+$/.test(key)) : ODD_KEYS;

  describe("objects", () => {
    const bucket = uniqueName("objects");
    beforeAll(async () => {
      await makeBucket(callTo(server), bucket);
    });
    afterAll(async () => {
      const harness = harnessOf(server);
      const config = { name: bucket, force_destroy: true };
      await harness.delete("bucket", { config, outputs: { name: bucket, arn: "", url: "" } });
    });

    /** Writes an object by hand. */
    const put = (key: string, content: string, headers: Record<string, string> = {}) =>
      send(callTo(server), { method: "PUT", bucket, key, body: Buffer.from(content), headers });
    const contentOf = async (key: string) => {
      const { body, code } = await send(callTo(server), { method: "GET", bucket, key }, ["NoSuchKey"]);
      return code === null ? body.toString("utf8") : null;
    };

    test.each(keys)("the key %j is a key like any other", async (key) => {
      const harness = harnessOf(server);
      const config = { bucket, key, content: `content of ${key}` };
      expect(await harness.create("object", { config })).toMatchObject({
        ok: true,
        identity: `${bucket}/${key}`,
        outputs: { key },
      });
      expect(await contentOf(key)).toBe(config.content);
      expect(await harness.drift("object")).toEqual([]);
      expect((await harness.import("object", `${bucket}/${key}`)).config).toMatchObject(config);
      expect((await harness.list("object", { config: { bucket } })).items).toContainEqual(
        expect.objectContaining({ identity: `${bucket}/${key}`, config: expect.objectContaining(config) }),
      );
      expect(await harness.delete("object")).toMatchObject({ ok: true });
      expect(await contentOf(key)).toBeNull();
    });

    test("one with all of its properties is made, changed and deleted", async () => {
      const harness = harnessOf(server);
      const place = { bucket, key: "page.html" };
      const config = { ...place, content: "<p>ä</p>", ...PROPERTIES };
      const created = await harness.create("object", { config });
      expect(created.error).toBeNull();
      const url = `${addressOf(server, bucket)}/page.html`;
      expect(created).toMatchObject({ ok: true, outputs: { ...place, url, size: 9, version_id: null } });
      expect(await harness.drift("object")).toEqual([]);
      expect((await harness.import("object", `${bucket}/page.html`)).config).toEqual(config);
      expect((await harness.health("object")).health).toMatchObject({ status: "healthy", details: { size: 9 } });

      const bytes = Buffer.from([0, 255, 1, 254]);
      const binary = { ...place, content_base64: bytes.toString("base64") };
      const updated = await harness.update("object", { config: binary });
      expect(updated).toMatchObject({ ok: true, outputs: { size: 4 } });
      expect(updated.outputs?.etag).not.toBe(created.outputs?.etag);
      expect(await harness.drift("object")).toEqual([]);
      expect((await harness.import("object", `${bucket}/page.html`)).config).toEqual({
        ...binary,
        ...{ content_type: "application/octet-stream", metadata: {}, tags: {} },
      });
      expect(await harness.delete("object")).toMatchObject({ ok: true });
      expect(await harness.delete("object", { config: binary })).toMatchObject({ ok: true });
    });

    test("an empty one is one", async () => {
      const harness = harnessOf(server);
      const config = { bucket, key: "empty", content: "" };
      expect(await harness.create("object", { config })).toMatchObject({ ok: true, outputs: { size: 0 } });
      expect(await harness.drift("object")).toEqual([]);
      await harness.delete("object");
    });

    test.each([
      ["content of another size", () => put("drift", "another content", AS_DECLARED), ["content"]],
      ["content of the same size", () => put("drift", "CONTENT", AS_DECLARED), ["content"]],
      ["type", () => put("drift", "content", { ...AS_DECLARED, "content-type": "text/css" }), ["content_type"]],
      ["metadata", () => put("drift", "content", { ...AS_DECLARED, "x-amz-meta-a": "2" }), ["metadata.a"]],
      ["tag", () => put("drift", "content", { ...AS_DECLARED, "x-amz-tagging": "c=e" }), ["tags.c"]],
    ])("another %s is found, and an update reverts it", async (_what, byHand, path) => {
      const harness = harnessOf(server);
      const declared = { content_type: "text/plain", metadata: { a: "1" }, tags: { c: "d" } };
      const config = { bucket, key: "drift", content: "content", ...declared };
      await harness.create("object", { config });
      await byHand();
      expect((await harness.drift("object")).map((change) => change.path)).toEqual(path);
      expect(JSON.stringify(await harness.read("object"))).not.toMatch(/another content|CONTENT/);
      expect(await harness.update("object", { config })).toMatchObject({ ok: true });
      expect(await harness.drift("object")).toEqual([]);
      await harness.delete("object");
    });

    test("one that is missing is no more than that", async () => {
      const harness = harnessOf(server);
      const config = { bucket, key: "gone", content: "x" };
      await harness.create("object", { config });
      await send(callTo(server), { method: "DELETE", bucket, key: "gone" });
      expect(await harness.read("object")).toMatchObject({ ok: true, outputs: null });
      expect((await harness.health("object")).health).toMatchObject({ status: "unhealthy" });
      expect(await harness.delete("object")).toMatchObject({ ok: true });
    });

    test("one that was there before is refused, left alone, and taken over as it is", async () => {
      const key = "there";
      await put(key, "by hand", { "content-type": "text/plain", "x-amz-meta-a": "b", "x-amz-tagging": "c=d" });
      const harness = harnessOf(server);
      const identity = `${bucket}/${key}`;
      const refused = await harness.create("object", { config: { bucket, key, content: "ours" } });
      expect(refused.error).toMatchObject({ exists: identity });
      await harness.delete("object", { config: { bucket, key, content: "ours" } });
      expect(await contentOf(key)).toBe("by hand");

      const { config } = await harness.import("object", identity);
      const whole = {
        bucket,
        key,
        content: "by hand",
        content_type: "text/plain",
        metadata: { a: "b" },
        tags: { c: "d" },
      };
      expect(config).toEqual(whole);
      expect(await harness.adopt("object", identity, { config: whole })).toMatchObject({ ok: true, identity });
      expect(harness.calls.filter(({ method }) => method === "update")).toEqual([]);
      expect(await harness.drift("object")).toEqual([]);
      await harness.delete("object");
      expect(await contentOf(key)).toBeNull();
    });

    test("what an earlier attempt has written is gone on with", async () => {
      await put("again", "ours", { "content-type": "application/octet-stream" });
      const harness = harnessOf(server);
      const config = { bucket, key: "again", content: "ours" };
      expect(await harness.create("object", { config, attempt: 2 })).toMatchObject({ ok: true });
      await harness.delete("object");
    });

    test.skipIf(server.quirks.includes("no conditions"))(
      "what somebody else wrote first is not written over",
      async () => {
        await put("race", "first");
        const second = {
          method: "PUT",
          bucket,
          key: "race",
          headers: { "if-none-match": "*" },
          body: Buffer.from("second"),
        } as const;
        const { code } = await send(callTo(server), second, ["PreconditionFailed"]);
        expect(code).toBe("PreconditionFailed");
        expect(await contentOf("race")).toBe("first");
      },
    );

    test("the largest content is written and compared; more is not taken over", async () => {
      const harness = harnessOf(server);
      const content = "x".repeat(512 * 1024);
      const config = { bucket, key: "large", content };
      expect(await harness.create("object", { config })).toMatchObject({ ok: true, outputs: { size: content.length } });
      expect(await harness.drift("object")).toEqual([]);
      expect((await harness.import("object", `${bucket}/large`)).config?.content).toHaveLength(content.length);
      await put("large", `${content}y`);
      expect((await harness.import("object", `${bucket}/large`)).error?.message).toContain(
        "is too large to be declared",
      );
      expect((await harness.list("object", { config: { bucket } })).items).toContainEqual({
        identity: `${bucket}/large`,
        ...{ name: "large", tags: [], config: null },
      });
      await harness.delete("object");
    });

    test("a bucket that keeps versions says which one it is", async () => {
      const harness = harnessOf(server);
      const name = uniqueName("versions");
      await harness.create("bucket", { config: { name, versioning: true, force_destroy: true } });
      const first = await harness.create("object", { config: { bucket: name, key: "a", content: "1" } });
      const second = await harness.update("object", { config: { bucket: name, key: "a", content: "2" } });
      expect(first.outputs?.version_id).toEqual(expect.any(String));
      expect(second.outputs?.version_id).not.toBe(first.outputs?.version_id);
      expect(await harness.drift("object")).toEqual([]);
      await harness.delete("object");
      expect(await harness.read("object", { config: { bucket: name, key: "a", content: "2" } })).toMatchObject({
        outputs: null,
      });
      expect(await harness.delete("bucket")).toMatchObject({ ok: true });
    });

    test("they are listed by key in parts", async () => {
      const harness = harnessOf(server);
      const name = uniqueName("many");
      await harness.create("bucket", { config: { name, force_destroy: true } });
      const keys = signsDecoded ? ["a", "a b", "b", "c", "d"] : ["a", "a b", "b/c", "b/d", "c+d"];
      for (const key of keys) await send(callTo(server), { method: "PUT", bucket: name, key, body: Buffer.from(key) });
      const found = (await listAll(harness, "object", { config: { bucket: name } })).map(({ identity }) => identity);
      expect(found).toEqual(keys.map((key) => `${name}/${key}`));
      expect((await harness.list("object")).error?.message).toContain("name it in the field bucket");
      await harness.delete("bucket");
    });
  });
}
