import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { makeBucket } from "../../src/bucket/make.ts";
import { send } from "../../src/client/send.ts";
import { callTo, harnessOf, type S3Server, uniqueName } from "../support/s3-server.ts";

const XML = { "content-type": "application/xml" };

/** A policy that lets everybody read what begins with `prefix`. */
const policyOf = (bucket: string, prefix = "public/") => ({
  Version: "2012-10-17",
  Statement: [
    {
      ...{ Sid: "Read", Effect: "Allow", Principal: "*", Action: ["s3:GetObject"] },
      Resource: [`arn:aws:s3:::${bucket}/${prefix}*`],
    },
  ],
});

const CORS = [
  {
    id: "shop",
    allowed_origins: ["https://shop.example", "https://*.shop.example"],
    allowed_methods: ["GET", "PUT"] as ("GET" | "PUT")[],
    allowed_headers: ["*"],
    expose_headers: ["etag"],
    max_age_seconds: 600,
  },
];

const LIFECYCLE = [
  { id: "logs", prefix: "logs/", expire_after_days: 30, noncurrent_expire_after_days: 7 },
  { id: "uploads", abort_uploads_after_days: 2 },
  { id: "old", enabled: false, tags: { keep: "no" }, prefix: "tmp/", expire_after_days: 1 },
];

/** Each type: its config, a document that somebody else writes in its place, and where that is found. */
const TYPES = {
  "bucket-policy": (bucket: string) => ({
    config: { bucket, policy: policyOf(bucket) },
    byHand: { query: { policy: "" }, body: JSON.stringify(policyOf(bucket, "private/")) },
    path: "policy.Statement",
  }),
  "bucket-lifecycle": (bucket: string) => ({
    config: { bucket, rules: LIFECYCLE },
    byHand: {
      query: { lifecycle: "" },
      headers: XML,
      body: "<LifecycleConfiguration><Rule><ID>logs</ID><Filter><Prefix>logs/</Prefix></Filter><Status>Enabled</Status><Expiration><Days>3</Days></Expiration></Rule></LifecycleConfiguration>",
    },
    path: "rules",
  }),
  "bucket-cors": (bucket: string) => ({
    config: { bucket, rules: CORS },
    byHand: {
      query: { cors: "" },
      headers: XML,
      body: "<CORSConfiguration><CORSRule><AllowedMethod>GET</AllowedMethod><AllowedOrigin>*</AllowedOrigin></CORSRule></CORSConfiguration>",
    },
    path: "rules",
  }),
};
const NAMES = Object.keys(TYPES) as (keyof typeof TYPES)[];

/** What every server has to do with sets of rules of a bucket. */
export function rulesCases(server: S3Server): void {
  describe("rules of a bucket", () => {
    let bucket: string;
    beforeEach(async () => {
      bucket = uniqueName("rules");
      await makeBucket(callTo(server), bucket);
    });
    afterEach(async () => {
      await send(callTo(server), { method: "DELETE", bucket });
    });

    test.each(NAMES)("%s: they are set, changed by hand, reverted, and deleted", async (type) => {
      const { config, byHand, path } = TYPES[type](bucket);
      const harness = harnessOf(server);
      const created = await harness.create(type, { config } as never);
      expect(created.error).toBeNull();
      expect(created).toMatchObject({ identity: bucket, outputs: { bucket } });
      expect(await harness.drift(type)).toEqual([]);
      expect((await harness.health(type)).health).toMatchObject({ status: "healthy" });

      await send(callTo(server), { method: "PUT", bucket, ...byHand });
      expect((await harness.drift(type)).map((change) => change.path)).toEqual([path]);
      expect((await harness.health(type)).health).toMatchObject({ status: "degraded" });
      expect(await harness.update(type, { config } as never)).toMatchObject({ ok: true });
      expect(await harness.drift(type)).toEqual([]);

      expect(await harness.delete(type)).toMatchObject({ ok: true });
      expect(await harness.read(type, { config } as never)).toMatchObject({ ok: true, outputs: null });
      expect(await harness.delete(type, { config } as never)).toMatchObject({ ok: true });
    });

    test.each(NAMES)("%s: what was there before is refused, and taken over as it is", async (type) => {
      const { config, byHand } = TYPES[type](bucket);
      await send(callTo(server), { method: "PUT", bucket, ...byHand });
      const harness = harnessOf(server);
      const refused = await harness.create(type, { config } as never);
      expect(refused.error).toMatchObject({ exists: bucket });
      await harness.delete(type, { config } as never);

      const { config: found } = await harness.import(type, bucket);
      expect(found).toMatchObject({ bucket });
      expect((await harness.list(type)).items).toContainEqual(
        expect.objectContaining({ identity: bucket, config: found }),
      );
      const adopted = await harness.adopt(type, bucket, { config: found } as never);
      expect(adopted.error).toBeNull();
      expect(harness.calls.filter(({ method }) => method === "update")).toEqual([]);
      expect(await harness.drift(type)).toEqual([]);
      await harness.delete(type);
      expect(await harness.import(type, bucket)).toMatchObject({ ok: true, config: null });
    });

    test("a bucket that is missing is said, and rules of one are missing with it", async () => {
      const harness = harnessOf(server);
      const missing = uniqueName("missing");
      for (const type of NAMES) {
        const input = { config: TYPES[type](missing).config } as never;
        expect((await harness.create(type, input)).error).toMatchObject({
          kind: "config",
          message: expect.stringMatching(/NoSuchBucket.*Make it first, as an s3\/bucket/),
        });
        expect(await harness.read(type, input)).toMatchObject({ ok: true, outputs: null });
        expect((await harness.health(type, input)).health).toMatchObject({ status: "unhealthy" });
        expect(
          await harness.delete(type, { ...(input as object), outputs: { bucket: missing } } as never),
        ).toMatchObject({ ok: true });
      }
    });

    test.skipIf(server.quirks.includes("every policy"))(
      "a policy that is none is refused in the server's words",
      async () => {
        const config = { bucket, policy: { Version: "2012-10-17", Statement: "none" } };
        const refused = await harnessOf(server).create("bucket-policy", { config });
        expect(refused.error).toMatchObject({
          kind: "config",
          message: expect.stringMatching(/MalformedPolicy|InvalidArgument/),
        });
      },
    );

    test("policies that mean the same are the same", async () => {
      const harness = harnessOf(server);
      const statement = { ...policyOf(bucket).Statement[0], Sid: "Read" };
      const more = { ...statement, Sid: "List", Action: ["s3:PutObject", "s3:GetObject"], Effect: "Deny" };
      const policy = { Version: "2012-10-17", Statement: [statement, more] };
      await harness.create("bucket-policy", { config: { bucket, policy } });
      const same = {
        Version: "2012-10-17",
        Statement: [
          { ...statement, Action: "s3:GetObject", Principal: { AWS: "*" } },
          { ...more, Action: more.Action.toReversed() },
        ],
      };
      await send(callTo(server), { method: "PUT", bucket, query: { policy: "" }, body: JSON.stringify(same) });
      expect(await harness.drift("bucket-policy")).toEqual([]);
      await harness.delete("bucket-policy");
    });
  });
}
