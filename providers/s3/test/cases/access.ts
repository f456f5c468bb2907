import { describe, expect, test } from "vitest";
import { harnessOf, type S3Server, uniqueName } from "../support/s3-server.ts";

/** What every server says to an account that it does not know. */
export function accessCases(server: S3Server): void {
  const wrong = [
    ["secret key", { secret_key: "of-somebody-else-1" }, /SignatureDoesNotMatch.*Check secret_key/],
    ["access key", { access_key: "NOBODY" }, /InvalidAccessKeyId.*check access_key/],
    ["region", { region: "eu-west-9" }, /AuthorizationHeaderMalformed.*region eu-west-9: the server is in us-east-1/],
  ] as const;
  const refused = wrong.slice(0, server.quirks.includes("every region") ? 2 : 3);

  describe.skipIf(server.quirks.includes("no signatures"))("access", () => {
    test("a connection is ready once the server knows the key", async () => {
      const harness = harnessOf(server);
      expect(await harness.create("connection", { config: server.connection() })).toMatchObject({
        ok: true,
        outputs: {},
      });
      expect((await harness.health("connection")).health).toMatchObject({ status: "healthy" });
    });

    test.each(refused)("another %s is refused, and said without it", async (_what, other, message) => {
      const harness = harnessOf(server, other);
      const config = server.connection(other);
      for (const failed of [
        await harness.create("connection", { config }),
        await harness.create("bucket", { config: { name: uniqueName("denied") } }),
        await harness.list("bucket"),
      ]) {
        expect(failed.error).toMatchObject({ kind: "config", message: expect.stringMatching(message) });
        expect(JSON.stringify(failed)).not.toContain(config.secret_key);
      }
    });
  });
}
