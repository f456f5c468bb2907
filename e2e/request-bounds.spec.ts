import { MAX_CHANGE_BYTES } from "@pragma/contract";
import { expect, test } from "./support/test.ts";

/** One byte more than the dashboard takes. */
const TOO_MUCH = new Uint8Array(1024 * 1024 + 1).fill(0x20);

/** Sent without its length ahead. */
function inChunks(bytes: Uint8Array): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.subarray(at, at + 65_536));
      at += 65_536;
    },
  });
}

for (const path of [
  "/api/trpc/account.updateProfile",
  "/api/trpc/changes.plan",
  "/api/trpc/changes.preview",
  "/api/auth/callback/credentials",
  "/api/auth/signin/credentials",
  "/auth/callback/consent",
  "/login",
  "/nowhere",
]) {
  test(`${path} takes no body over 1 MiB, from anybody`, async ({ stack }) => {
    const headers = { origin: stack.webUrl, "content-type": "application/json" };
    for (const body of [TOO_MUCH, inChunks(TOO_MUCH)]) {
      const answer = await fetch(stack.webUrl + path, { method: "POST", headers, body, duplex: "half" } as RequestInit);
      expect(answer.status).toBe(413);
    }
  });
}

test("a signed-in user plans as large a change as the API takes, and no larger", async ({
  api,
  page,
  signedIn: _,
  owner,
  stack,
}) => {
  /** The body of a plan that has so many bytes. */
  const planOf = (bytes: number): unknown => {
    const documents = Array.from({ length: 12 }, (_, index) => {
      return { provider: "pragma", resource: "config", name: `large-${index}`, config: { data: { text: "" } } };
    });
    let left = bytes - JSON.stringify({ documents }).length;
    for (const { config } of documents) {
      const length = Math.min(left, 1_000_000);
      config.data.text = "x".repeat(length);
      left -= length;
    }
    return { documents };
  };
  const plan = (input: unknown): Promise<number> =>
    page.request
      .post(`${stack.webUrl}/api/trpc/changes.plan?organization=${owner.organizationId}&batch=1`, {
        headers: { origin: stack.webUrl },
        data: { 0: input },
      })
      .then((answer) => answer.status());
  for (const [bytes, web, rest] of [
    [MAX_CHANGE_BYTES, 200, 201],
    [MAX_CHANGE_BYTES + 2048, 413, 413],
  ] as const) {
    expect(await plan(planOf(bytes))).toBe(web);
    const answer = await api.post("/changes", planOf(bytes));
    expect(answer.status).toBe(rest);
    // Room is held for a request until its answer has been read.
    await answer.body?.cancel();
  }
});

test("looks at the login before the input", async ({ stack }) => {
  const headers = { origin: stack.webUrl, "content-type": "application/json" };
  const body = '{"a":[{},{}';
  const answer = await fetch(`${stack.webUrl}/api/trpc/account.updateProfile`, { method: "POST", headers, body });
  expect(answer.status).toBe(401);
});

test("takes 20 calls at once and no more", async ({ stack }) => {
  const batch = (count: number): Promise<Response> =>
    fetch(`${stack.webUrl}/api/trpc/${Array(count).fill("account.me").join(",")}?batch=1&input=%7B%7D`);
  expect((await batch(20)).status).toBe(401);
  expect((await batch(21)).status).toBe(400);
});

test("forms up to the limit of strangers go through whole, and longer ones are refused", async ({
  stack,
  platform: _,
}) => {
  const headers = { origin: stack.webUrl, "content-type": "application/x-www-form-urlencoded" };
  const send = async (bytes: number): Promise<number> => {
    const body = `decision=allow&padding=${"x".repeat(bytes)}`;
    return (await fetch(`${stack.webUrl}/auth/callback/consent`, { method: "POST", headers, body })).status;
  };
  // Nobody is signed in: it was read up to that check.
  expect(await send(60_000)).toBe(401);
  expect(await send(70_000)).toBe(413);
});

test("the decision about a login of the command line is a form, or refused", async ({ page, signedIn: _, stack }) => {
  for (const type of ["application/json", "multipart/form-data; boundary=x"]) {
    const headers = { origin: stack.webUrl, "content-type": type };
    const answer = await page.request.post("/auth/callback/consent", { headers, data: "{}" });
    expect(answer.status()).toBe(400);
  }
});

test("a URL that is not UTF-8 is malformed, not a failure of the server", async ({ stack }) => {
  expect((await fetch(`${stack.webUrl}/o/%zz`)).status).toBe(400);
});
