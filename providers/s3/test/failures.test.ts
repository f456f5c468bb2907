import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { errorAnswer } from "./support/double/answer.ts";
import { S3Double } from "./support/double/index.ts";
import { S3Error } from "./support/double/s3-error.ts";
import { newBucket } from "./support/double/state.ts";
import { freePort } from "./support/free-port.ts";
import { harnessOf, uniqueName } from "./support/s3-server.ts";
import { useDouble } from "./support/use-double.ts";

const server = useDouble();
const { double } = server;
const bucket = "shop";

beforeAll(() => {
  double.secrets.set("OTHER", "secret-of-somebody-else");
  double.buckets.set(bucket, newBucket(bucket, "ADMIN", "us-east-1"));
});
afterEach(() => {
  double.intercept = () => undefined;
  double.clockOffsetMs = 0;
});
/** Makes an object, as the type that asks for most. */
const write = (other?: Parameters<typeof harnessOf>[1], more: { bucket?: string; signal?: AbortSignal } = {}) => {
  const { signal, ...place } = more;
  const config = { bucket, key: uniqueName("key"), content: "content", ...place };
  return harnessOf(server, other).create("object", { config, ...(signal && { signal }) });
};

describe("what only people can help with", () => {
  test.each([20, -20])("clocks that differ by %d minutes: both times are said", async (minutes) => {
    double.clockOffsetMs = minutes * 60_000;
    const { error } = await write();
    expect(error).toMatchObject({ kind: "config" });
    expect(error?.message).toMatch(/RequestTimeTooSkewed: .*The clocks differ: here it is \d{4}-.*, there \d{4}-/);
  });

  test("the server's region is said", async () => {
    const { error } = await write({ region: "eu-central-1" });
    expect(error).toMatchObject({ kind: "config", message: expect.stringContaining("the server is in us-east-1") });
  });

  test("a bucket of somebody else", async () => {
    double.buckets.set("theirs", newBucket("theirs", "OTHER", "us-east-1"));
    const harness = harnessOf(server);
    const { error } = await harness.create("bucket", { config: { name: "theirs" } });
    expect(error).toMatchObject({
      kind: "config",
      message: expect.stringContaining("may also belong to somebody else"),
    });
    expect((await harness.import("bucket", "theirs")).error).toMatchObject({ kind: "config" });
    expect((await harness.list("bucket")).items?.map(({ identity }) => identity)).not.toContain("theirs");
    const input = { config: { name: "theirs", force_destroy: true } };
    expect((await harness.delete("bucket", input)).error).toMatchObject({ kind: "config" });
    expect(double.buckets.has("theirs")).toBe(true);
  });

  test("a name that somebody else took in the meantime", async () => {
    double.intercept = ({ method }) =>
      method === "GET" ? errorAnswer(new S3Error(404, "NoSuchBucket", "There is none.")) : undefined;
    const { error } = await harnessOf(server).create("bucket", { config: { name: "theirs" } });
    expect(error).toMatchObject({
      kind: "config",
      message: expect.stringMatching(/BucketAlreadyExists.*choose another/),
    });
  });

  test("a bucket that is in another region: where it is, is said", async () => {
    double.buckets.set("far", newBucket("far", "ADMIN", "eu-west-1"));
    const { error } = await write({}, { bucket: "far" });
    expect(error?.kind).toBe("config");
    expect(error?.message).toMatch(/PermanentRedirect.*use endpoint s3\.eu-west-1\.example and region eu-west-1/);
    // The list has it, without looking into it.
    const { items } = await harnessOf(server).list("bucket");
    expect(items).toContainEqual(expect.objectContaining({ identity: "far", config: null }));
  });

  test.each([
    ["a page", { status: 404, body: "<!doctype html><html><body>Not found</body></html>" }],
    ["a document of somebody else", { status: 404, body: "<problem><Code>NoSuchKey</Code></problem>" }],
    ["nothing", { status: 404 }],
  ])("a server of another kind that answers 404 with %s is no missing object", async (_what, answer) => {
    double.intercept = () => answer;
    const harness = harnessOf(server);
    const config = { bucket, key: "a", content: "a" };
    for (const { error } of [
      await harness.read("object", { config }),
      await harness.read("bucket", { config: { name: bucket } }),
      await harness.read("bucket-cors", {
        config: { bucket, rules: [{ allowed_origins: ["*"], allowed_methods: ["GET"] }] },
      }),
      await harness.delete("object", { config }),
      await harness.create("connection", { config: server.connection() }),
    ]) {
      expect(error).toMatchObject({
        kind: "config",
        message: expect.stringMatching(/: 404 \(That is no answer of an S3 server: check endpoint\)/),
      });
    }
  });

  test("a certificate that nobody knows, until it is given", async () => {
    const folder = await mkdtemp(join(tmpdir(), "provider-s3-"));
    const [key, cert] = [join(folder, "key.pem"), join(folder, "certificate.pem")];
    const request = [
      "req",
      "-x509",
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:prime256v1",
      "-nodes",
      "-days",
      "2",
    ];
    const names = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"];
    await promisify(execFile)("openssl", [...request, ...names, "-keyout", key, "-out", cert]);
    const certificate = await readFile(cert, "utf8");
    const secure = new S3Double({ tls: { key: await readFile(key, "utf8"), cert: certificate } });
    secure.secrets.set("ADMIN", server.connection().secret_key);
    secure.buckets.set(bucket, newBucket(bucket, "ADMIN", "us-east-1"));
    await secure.start();
    const { error } = await write({ endpoint: secure.url });
    expect(error).toMatchObject({ kind: "config", message: expect.stringMatching(/TLS failed.*server_ca/) });
    expect(await write({ endpoint: secure.url, server_ca: certificate })).toMatchObject({ ok: true });
    await secure.stop();
    await rm(folder, { recursive: true });
  });
});

describe("what passes", () => {
  test.each([
    ["SlowDown", 503, {}, { kind: "failed" }],
    ["SlowDown", 503, { "retry-after": "7" }, { kind: "retry", retryAfter: 7 }],
    ["SlowDown", 503, { "retry-after": "1000000" }, { kind: "retry", retryAfter: 3600 }],
    ["InternalError", 500, {}, { kind: "failed" }],
    ["OperationAborted", 409, {}, { kind: "failed" }],
    ["TooManyRequests", 429, {}, { kind: "failed" }],
  ])("%s, status %d, is tried again", async (code, status, headers, expected) => {
    double.intercept = () => errorAnswer(new S3Error(status, code, "Please wait.", { headers }));
    expect((await write()).error).toMatchObject({
      ...expected,
      message: expect.stringContaining(`${code}: Please wait.`),
    });
  });

  test("a server that nobody has started, or that cuts the connection", async () => {
    const endpoint = `http://127.0.0.1:${await freePort()}`;
    expect((await write({ endpoint })).error).toMatchObject({
      kind: "failed",
      message: expect.stringContaining("nothing accepts connections there"),
    });
    double.intercept = () => "cut";
    expect((await write()).error).toMatchObject({
      kind: "failed",
      message: expect.stringContaining("the connection was cut"),
    });
  });

  test("one that never answers is waited for until the attempt ends", async () => {
    double.intercept = () => "hang";
    const controller = new AbortController();
    const ended = write({}, { signal: controller.signal });
    await expect.poll(() => double.seen.length).toBeGreaterThan(0);
    controller.abort(new Error("the attempt took too long"));
    expect((await ended).error?.message).toContain("the attempt took too long");
  });
});

describe("answers that nobody should give", () => {
  const nested = "<a>".repeat(100_000);
  const many = `<ListBucketResult>${"<Contents/>".repeat(100_000)}</ListBucketResult>`;
  const entities = `<!DOCTYPE a [${Array.from({ length: 10 }, (_, at) => `<!ENTITY e${at + 1} "${`&e${at};`.repeat(10)}">`).join("")}]><a>&e10;</a>`;

  test.each([
    ["no document", "no document", /The answer is no XML/],
    ["nothing", "", /The answer is no XML|The answer is empty/],
    ["a document without an end", "<ListBucketResult><Contents>", /The answer is no XML/],
    ["entities of entities", entities, /The answer has a doctype/],
    ["elements in elements", nested, /too many elements/],
    ["more elements than asked for", many, /too many elements/],
    ["more than there is room for", `<a>${"x".repeat(9 * 1024 * 1024)}</a>`, /The answer is no XML/],
  ])("%s: an error, which says of what", async (_what, body, message) => {
    double.intercept = () => ({ status: 200, body });
    const { error } = await harnessOf(server).list("object", { config: { bucket } });
    expect(error).toMatchObject({ kind: "failed", message: expect.stringMatching(message) });
    expect(error?.message).toContain(`GET ${double.url}/${bucket}`);
    expect(error?.message.length).toBeLessThan(500);
  });

  test("words of an error are cut, and have no control characters", async () => {
    double.intercept = () => errorAnswer(new S3Error(400, "Odd\u0085Code", `a\nb\u202ec ${"x".repeat(10_000)}`));
    const { error } = await write();
    expect(error?.message).toMatch(/Odd Code: a b c x+…$/);
    expect(error?.message.length).toBeLessThan(1000);
  });

  test("a redirect is not followed", async () => {
    double.seen.length = 0;
    double.intercept = () => ({ status: 307, headers: { location: `${double.url}/elsewhere` } });
    expect((await write()).error).toMatchObject({ kind: "config" });
    expect(double.seen.map(({ rawPath }) => rawPath)).not.toContain("/elsewhere");
  });
});

test("no error names the secret key", async () => {
  const errors = [
    await write({ secret_key: "another-secret-key" }),
    await write({ endpoint: "http://127.0.0.1:1" }),
    await write({}, { bucket: "not-there" }),
  ].map(({ error }) => error?.message);
  expect(errors).not.toContain(undefined);
  expect(JSON.stringify(errors)).not.toContain("another-secret-key");
  expect(JSON.stringify(errors)).not.toContain(server.connection().secret_key);
});
