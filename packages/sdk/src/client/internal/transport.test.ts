import { describe, expect, it } from "vitest";
import { breakOff, cut, hang, json, noBackend, problem, startFaultServer } from "../../../test/support/fault-server.ts";
import {
  ConflictError,
  ConnectionError,
  Pragma,
  PragmaApiError,
  PragmaError,
  RateLimitedError,
  ServerError,
  TimeoutError,
} from "../index.ts";
import type { PragmaOptions } from "../options.ts";
import { VERSION } from "../version.ts";

const alive = json(200, { status: "ok" });
const applied = json(200, { id: "resource:p_t_n" });
const input = { provider: "p", resource: "t", name: "n", config: {} };

function client(apiUrl: string, options: Partial<PragmaOptions> = {}) {
  return new Pragma({ apiUrl, token: "secret", ...options });
}

describe("retries", () => {
  it.each([
    ["502", problem(502, "bad_gateway")],
    ["503", json(503, { detail: "shutting down" })],
    ["504", problem(504, "gateway")],
    ["429", problem(429, "rate_limited", { "retry-after": "0" })],
    ["a closed connection", cut],
    ["an answer that breaks off", breakOff],
  ])("follow %s", async (_, fault) => {
    const { url, received } = await startFaultServer(fault, fault, alive);
    expect(await client(url).health()).toEqual({ status: "ok" });
    expect(received).toHaveLength(3);
  });

  it.each([
    ["500", problem(500, "internal")],
    ["404", problem(404, "not_found")],
    ["a provider that failed", problem(502, "provider_failed")],
    ["a provider that did not answer", problem(504, "provider_timeout")],
  ])("do not follow %s", async (_, fault) => {
    const { url, received } = await startFaultServer(fault, alive);
    await expect(client(url).health()).rejects.toBeInstanceOf(PragmaApiError);
    expect(received).toHaveLength(1);
  });

  it("end after maxRetries, with the last error", async () => {
    const { url, received } = await startFaultServer(cut);
    const error = await client(url, { maxRetries: 1 })
      .me()
      .catch((e) => e);
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error.message).toBe(`Could not read who the token is: other side closed (${url})`);
    expect(received).toHaveLength(2);
    await expect(client(url).me({ maxRetries: 0 })).rejects.toBeInstanceOf(ConnectionError);
    expect(received).toHaveLength(3);
  });

  it("do not wait for a server that asks for long", async () => {
    const { url, received } = await startFaultServer(problem(429, "rate_limited", { "retry-after": "3600" }));
    const error = await client(url)
      .me()
      .catch((e) => e);
    expect(error).toBeInstanceOf(RateLimitedError);
    expect(error.retryAfter).toBe(3600);
    expect(received).toHaveLength(1);
  });

  it("send one Idempotency-Key for all attempts of a POST, and another for the next", async () => {
    const running = problem(409, "idempotency_in_progress");
    const { url, received } = await startFaultServer(cut, running, json(503, {}), applied);
    const pragma = client(url);
    await pragma.resources.apply(input);
    await pragma.resources.apply(input);
    await pragma.resources.apply(input, { idempotencyKey: "mine" });

    const keys = received.map(({ headers }) => headers["idempotency-key"]);
    expect(new Set(keys.slice(0, 4)).size).toBe(1);
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(keys[4]).not.toBe(keys[0]);
    expect(keys[5]).toBe("mine");
    expect(JSON.parse(String(await received[3]?.body))).toEqual(input);
  });

  it("do not repeat what cannot be known to be undone", async () => {
    const { url, received } = await startFaultServer(cut);
    const pragma = client(url);
    const code = { code: "c", code_verifier: "v".repeat(43) };
    await expect(pragma.tokens.exchange(code)).rejects.toBeInstanceOf(ConnectionError);
    expect(received).toHaveLength(1);
    await expect(pragma.resources.delete("p/t/n", { ifMatch: '"1"' })).rejects.toBeInstanceOf(ConnectionError);
    expect(received).toHaveLength(2);
    await expect(pragma.files.upload("n", new Blob(["a"]).stream())).rejects.toBeInstanceOf(ConnectionError);
    expect(received).toHaveLength(3);
    await expect(pragma.resources.delete("p/t/n")).rejects.toBeInstanceOf(ConnectionError);
    expect(received).toHaveLength(7);
  });

  it("repeat even that when it was turned away", async () => {
    const limited = problem(429, "rate_limited", { "retry-after": "0" });
    const { url, received } = await startFaultServer(limited, json(200, { token: "t", expires_at: null }));
    await client(url).tokens.exchange({ code: "c", code_verifier: "v".repeat(43) });
    expect(received).toHaveLength(2);
  });

  it("take a token that a lost attempt revoked for revoked, but not one that never was", async () => {
    const lost = await startFaultServer(cut, problem(404, "not_found"));
    await client(lost.url).tokens.revoke("t");
    const never = await startFaultServer(problem(404, "not_found"));
    await expect(client(never.url).tokens.revoke("t")).rejects.toMatchObject({ status: 404 });
    const unknown = await startFaultServer(cut, noBackend);
    await expect(client(unknown.url).tokens.revoke("t")).rejects.toMatchObject({ status: 404 });
  });

  it("say so when the secret of a token was lost with its answer", async () => {
    const { url } = await startFaultServer(cut, json(200, { id: "token-1", name: "ci" }));
    const creating = client(url).tokens.create({ name: "ci", scopes: [] });
    await expect(creating).rejects.toThrow(/Revoke token-1/);
  });
});

describe("limits of time", () => {
  it("are those of an attempt, whether nothing comes or only a beginning", async () => {
    const begun = json(200, {});
    const half: typeof begun = (response) =>
      void response.writeHead(200, { "content-type": "application/json" }).write("{");
    const { url, received } = await startFaultServer(hang, half, alive);
    expect(await client(url, { timeout: 1_000 }).health()).toEqual({ status: "ok" });
    expect(received).toHaveLength(3);

    const stuck = await startFaultServer(hang);
    const error = await client(stuck.url)
      .health({ timeout: 50, maxRetries: 0 })
      .catch((e) => e);
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ timeout: 50, message: "Could not check the API's health: no answer in 50 ms" });
  });

  it("and the caller's signal end a call, an attempt or the pause between two", async () => {
    const controller = new AbortController();
    const { url, received } = await startFaultServer(() => controller.abort("enough"));
    await expect(client(url).health({ signal: controller.signal })).rejects.toBe("enough");
    await expect(client(url).health({ signal: controller.signal })).rejects.toBe("enough");
    expect(received).toHaveLength(1);

    const busy = await startFaultServer(problem(429, "rate_limited", { "retry-after": "100" }));
    const pausing = new AbortController();
    const abort = { onRetry: () => void setTimeout(() => pausing.abort("enough"), 20) };
    await expect(client(busy.url, { hooks: abort }).me({ signal: pausing.signal })).rejects.toBe("enough");
    expect(busy.received).toHaveLength(1);
  });
});

describe("requests", () => {
  it("carry a token that is asked for before each attempt, and who sends them", async () => {
    const { url, received } = await startFaultServer(json(503, {}), alive);
    let count = 0;
    await client(`${url}/base/`, { token: async () => `t${++count}`, userAgent: "shop/1" }).health();
    expect(received.map(({ headers }) => headers.authorization)).toEqual(["Bearer t1", "Bearer t2"]);
    expect(received[1]?.headers["user-agent"]).toBe(`shop/1 pragma-sdk/${VERSION}`);
    expect(received[1]?.url).toBe("/base/health");
    await new Pragma({ apiUrl: url }).health();
    expect(received[2]?.headers.authorization).toBeUndefined();
  });

  it("encode ids as one segment, and refuse what would name another path", async () => {
    const { url, received } = await startFaultServer(json(200, {}));
    const { resources } = client(url);
    await resources.status("resource:p_a/b_n");
    await resources.status({ provider: "p", resource: "a/b", name: "n" });
    await resources.status({ id: "resource:p_t_n" });
    await resources.graph({ root: "p/t/n", depth: 0, direction: "upstream" });
    await resources.list({ tags: ["a b", "c"], q: "x&y" }).page();
    expect(received.map((request) => request.url)).toEqual([
      "/resources/resource%3Ap_a%2Fb_n/status",
      "/resources/p%2Fa%2Fb%2Fn/status",
      "/resources/resource%3Ap_t_n/status",
      "/resources/graph?root=p%2Ft%2Fn&depth=0&direction=upstream",
      "/resources/?tags=a+b&tags=c&q=x%26y&limit=100",
    ]);
    for (const id of ["", "..", "."]) await expect(async () => resources.delete(id)).rejects.toThrow(TypeError);
    expect(received).toHaveLength(5);
  });

  it("says which Date is none, and sends nothing", async () => {
    const { url, received } = await startFaultServer(alive);
    const { tokens, audit } = client(url);
    const never = new Date("2026-13-45");
    const token = { name: "t", scopes: ["resources:read" as const], expires_at: never };
    await expect(async () => tokens.create(token)).rejects.toThrow("expires_at is an invalid Date");
    await expect(async () => audit.list({ since: never }).page()).rejects.toThrow("since is an invalid Date");
    expect(received).toHaveLength(0);
  });

  it("need an address", () => {
    for (const apiUrl of ["localhost:8000", "", "ftp://host"]) expect(() => client(apiUrl)).toThrow(TypeError);
  });
});

describe("hooks", () => {
  it("see each attempt, in order, and may add headers", async () => {
    const { url, received } = await startFaultServer(problem(503, "unavailable", { "x-request-id": "r1" }), alive);
    const seen: string[] = [];
    const first = {
      onRequest: ({ headers, attempt }: { headers: Headers; attempt: number }) => {
        headers.set("traceparent", `trace-${attempt}`);
        seen.push(`request ${attempt}`);
      },
      onResponse: (r: { status: number; requestId: string | null }) =>
        void seen.push(`response ${r.status} ${r.requestId}`),
      onError: ({ error }: { error: unknown }) => void seen.push(`error ${(error as ServerError).code}`),
      onRetry: ({ attempt, action }: { attempt: number; action: string }) =>
        void seen.push(`retry ${attempt} ${action}`),
    };
    await client(url, { hooks: [first, { onRequest: () => void seen.push("second") }] }).health();
    expect(seen).toEqual([
      "request 1",
      "second",
      "response 503 r1",
      "error unavailable",
      "retry 1 check the API's health",
      "request 2",
      "second",
      "response 200 null",
    ]);
    expect(received.map(({ headers }) => headers["traceparent"])).toEqual(["trace-1", "trace-2"]);
  });

  it("end the call with what they throw", async () => {
    const { url } = await startFaultServer(alive);
    const hooks = {
      onResponse: () => {
        throw new RangeError("mine");
      },
    };
    await expect(client(url, { hooks }).health()).rejects.toThrow(RangeError);
  });
});

describe("answers that are not the API's", () => {
  it("are named for what they are", async () => {
    const page = json(200, "<html>", { "content-type": "text/html" });
    const dashboard = await startFaultServer(page);
    await expect(client(dashboard.url).me()).rejects.toThrow(/answered 200 with text\/html\. Is apiUrl right\?/);
    await expect(client(dashboard.url).me()).rejects.toBeInstanceOf(PragmaError);

    const moved = await startFaultServer(json(301, {}, { location: "https://elsewhere.example/auth/me" }));
    await expect(client(moved.url).me()).rejects.toThrow(
      /redirected to https:\/\/elsewhere\.example\/auth\/me: set apiUrl/,
    );

    const proxy = await startFaultServer((response) => void response.writeHead(500).end("<html>whole page</html>"));
    const error = await client(proxy.url)
      .me()
      .catch((e) => e);
    expect(error).toBeInstanceOf(ServerError);
    expect(error).toMatchObject({ code: null, detail: "Internal Server Error", requestId: null });
  });

  it("in the plain form are understood too", async () => {
    const facts = { message: "in use", dependents: ["a"] };
    const { url } = await startFaultServer(json(409, { detail: facts }));
    const error = await client(url)
      .me()
      .catch((e) => e);
    expect(error).toBeInstanceOf(ConflictError);
    expect(error).toMatchObject({ detail: facts, facts: { dependents: ["a"] }, code: null });
    expect(error.message).toBe("Could not read who the token is: in use (409)");
  });
});

describe("what goes wrong before anything is sent", () => {
  it.each(["two\nlines", "Bearer hunter2", "hunter2€"])("does not show a token that is none: %j", async (token) => {
    const { url, received } = await startFaultServer(alive);
    const error = await client(url, { token })
      .me()
      .catch((e) => e);
    expect(error).toBeInstanceOf(PragmaError);
    expect(error.message).toMatch(/^Could not read who the token is: the token has a space, a line break/);
    expect(String(error.stack)).not.toMatch(/hunter2|two|lines/);
    expect(received).toHaveLength(0);
  });

  it("takes a token from a file that ends with a line break", async () => {
    const { url, received } = await startFaultServer(alive);
    await client(url, { token: "secret\r\n" }).me();
    expect(received[0]?.headers["authorization"]).toBe("Bearer secret");
  });

  it("says in a few words why there is no TLS", async () => {
    const { url } = await startFaultServer(alive);
    const error = await client(url.replace("http:", "https:"), { maxRetries: 0 })
      .me()
      .catch((e) => e);
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error.message).toMatch(/no TLS connection, [a-z ]+ \(https:[^\n]*\)$/);
  });
});
