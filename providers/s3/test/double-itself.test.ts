import { request as requestHttp } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { signedHeaders } from "../src/client/sign.ts";
import { S3Double } from "./support/double/index.ts";
import { newBucket } from "./support/double/state.ts";

const double = new S3Double();
const account = { access_key: "ADMIN", secret_key: "secret-of-the-administrator" };

beforeAll(async () => {
  double.secrets.set(account.access_key, account.secret_key);
  double.buckets.set("shop", newBucket("shop", account.access_key, double.region));
  await double.start();
});
afterAll(() => double.stop());

interface Sent {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string;
}

/** Signs a request that writes an object with tags, and lets somebody alter it on the way. */
async function sendAltered(alter: (sent: Sent) => Partial<Sent>): Promise<string> {
  const body = "content";
  const address = { host: `127.0.0.1:${double.port}`, path: "/shop/a%20b" };
  const server = { ...account, endpoint: double.url, region: double.region, path_style: true };
  const headers = { "content-type": "text/plain", "x-amz-tagging": "a=b", "x-amz-meta-a": "b" };
  const signed = signedHeaders(server, { method: "PUT", address, query: "?x=1&y=2", headers, body: Buffer.from(body) });
  const sent = { method: "PUT", path: `${address.path}?x=1&y=2`, headers: signed, body };
  return await exchange({ ...sent, ...alter(sent) });
}

async function exchange({ method, path, headers, body }: Sent): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const outgoing = requestHttp(double.url, { method, path, headers, agent: false }, async (incoming) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
    const code = /<Code>(.+)<\/Code>/.exec(Buffer.concat(chunks).toString());
    resolve(code?.[1] ?? String(incoming.statusCode));
  });
  outgoing.on("error", reject);
  outgoing.end(body);
  return promise;
}

const without = (name: string, headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).filter(([other]) => other.toLowerCase() !== name));

test.each<[string, (sent: Sent) => Partial<Sent>, string]>([
  ["nothing", () => ({}), "200"],
  ["the body", () => ({ body: "CONTENT" }), "XAmzContentSHA256Mismatch"],
  ["the method", () => ({ method: "DELETE" }), "SignatureDoesNotMatch"],
  ["the key", () => ({ path: "/shop/another?x=1&y=2" }), "SignatureDoesNotMatch"],
  ["the query", () => ({ path: "/shop/a%20b?x=1&y=3" }), "SignatureDoesNotMatch"],
  ["a signed header", ({ headers }) => ({ headers: { ...headers, "x-amz-tagging": "a=c" } }), "SignatureDoesNotMatch"],
  [
    "a header that is left out",
    ({ headers }) => ({ headers: without("x-amz-tagging", headers) }),
    "SignatureDoesNotMatch",
  ],
  [
    "a header that is added",
    ({ headers }) => ({ headers: { ...headers, "x-amz-acl": "public-read" } }),
    "AccessDenied",
  ],
  ["no signature", ({ headers }) => ({ headers: without("authorization", headers) }), "AccessDenied"],
])("altered on the way: %s", async (_what, alter, answer) => {
  expect(await sendAltered(alter)).toBe(answer);
});
