import dns from "node:dns";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { bucketCases } from "./cases/buckets.ts";
import { objectCases } from "./cases/objects.ts";
import { rulesCases } from "./cases/rules.ts";
import { harnessOf, type S3Server, uniqueName } from "./support/s3-server.ts";
import { useDouble } from "./support/use-double.ts";

const HOST = "s3.example";
const { double, quirks, connection } = useDouble({ host: HOST, region: "eu-central-1" });
const server: S3Server = {
  quirks,
  connection: (other) => connection({ endpoint: `http://${HOST}:${double.port}`, path_style: false, ...other }),
};

beforeAll(() => {
  // No name of that domain exists: all are this machine.
  vi.spyOn(dns, "lookup").mockImplementation(((
    _name: string,
    _options: unknown,
    done: (...result: unknown[]) => void,
  ) => done(null, [{ address: "127.0.0.1", family: 4 }])) as never);
});
afterAll(() => void vi.restoreAllMocks());

bucketCases(server);
rulesCases(server);
objectCases(server);

test("buckets are asked for by their own hosts, in the region that they are in", async () => {
  const harness = harnessOf(server);
  const name = uniqueName("style");
  double.seen.length = 0;
  const created = await harness.create("bucket", { config: { name } });
  expect(created.outputs?.url).toBe(`http://${name}.${HOST}:${double.port}`);
  const object = await harness.create("object", { config: { bucket: name, key: "a b/c", content: "c" } });
  expect(object.outputs?.url).toBe(`http://${name}.${HOST}:${double.port}/a%20b/c`);
  expect(new Set(double.seen.map(({ headers }) => headers["host"]))).toEqual(
    new Set([`${name}.${HOST}:${double.port}`]),
  );
  expect(double.seen.find(({ method }) => method === "PUT")?.body.toString()).toContain(
    "<LocationConstraint>eu-central-1</LocationConstraint>",
  );
});
