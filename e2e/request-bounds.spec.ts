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

test("forms up to the limit go through whole", async ({ stack, platform: _ }) => {
  const headers = { origin: stack.webUrl, "content-type": "application/x-www-form-urlencoded" };
  const body = `decision=allow&padding=${"x".repeat(1_000_000)}`;
  const answer = await fetch(`${stack.webUrl}/auth/callback/consent`, { method: "POST", headers, body });
  // Nobody is signed in: it was read up to that check.
  expect(answer.status).toBe(401);
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
