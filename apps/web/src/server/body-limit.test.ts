import { MAX_CHANGE_BYTES } from "@pragma/contract";
import { encode } from "next-auth/jwt";
import { expect, it } from "vitest";
import { bodyLimit } from "./body-limit.ts";
import type { WebEnv } from "./env.ts";

const SECRET = "a secret of more than 32 characters";
const env = {
  authSecret: SECRET,
  settings: { publicWebUrl: "http://localhost:3000", maxFileBytes: 5_000_000 },
} as WebEnv;
const PLAN = "/api/trpc/changes.plan?organization=x&batch=1";
const PREVIEW = "/api/trpc/changes.preview?organization=x&batch=1";
const KIB = 1024;
const MIB = 1024 * KIB;
/** Headers of a chunked body. */
const LONG = { "transfer-encoding": "chunked" };

const cookieOf = async (secret: string): Promise<string> =>
  `theme=dark; pragma-login=${await encode({ token: { login: "s" }, secret, salt: "pragma-login" })}`;

it.each([PLAN, PREVIEW])("is that of the API for %s of somebody who was signed in here", async (url) => {
  const limit = await bodyLimit({ url, headers: { ...LONG, cookie: await cookieOf(SECRET) } }, env);
  expect(limit).toBeGreaterThanOrEqual(MAX_CHANGE_BYTES);
  expect(limit - MAX_CHANGE_BYTES).toBeLessThan(4096);
});

it("is that of a file for an upload of somebody who was signed in here", async () => {
  const url = "/api/trpc/files.upload?organization=x";
  const limit = await bodyLimit({ url, headers: { ...LONG, cookie: await cookieOf(SECRET) } }, env);
  expect(limit).toBeGreaterThanOrEqual(5_000_000);
  expect(limit - 5_000_000).toBeLessThan(4096);
  expect(await bodyLimit({ url, headers: LONG }, env)).toBe(64 * KIB);
});

it("is 1 MiB for any other call of somebody who was signed in here", async () => {
  const cookie = await cookieOf(SECRET);
  for (const url of ["/api/trpc/changes.discard", "/api/trpc/changes.plan,changes.discard"]) {
    expect(await bodyLimit({ url, headers: { "content-length": "70000", cookie } }, env)).toBe(MIB);
  }
});

it.each([
  ["without a cookie", PLAN, async () => undefined],
  ["with a cookie of another key", PLAN, () => cookieOf("another key of more than 32 characters")],
  ["with a cookie that is none", PLAN, async () => "pragma-login=x"],
])("is 64 KiB %s", async (_, url, cookie) => {
  const value = await cookie();
  expect(await bodyLimit({ url, headers: value === undefined ? LONG : { ...LONG, cookie: value } }, env)).toBe(
    64 * KIB,
  );
});

it("is nothing for what is only read, whoever asks", async () => {
  for (const method of ["GET", "HEAD"]) {
    const headers = { ...LONG, cookie: await cookieOf(SECRET) };
    expect(await bodyLimit({ method, url: "/api/trpc/live.stream", headers }, env)).toBe(0);
  }
});
