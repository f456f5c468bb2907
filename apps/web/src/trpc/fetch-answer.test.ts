import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { fetchAnswer } from "./fetch-answer.ts";

/** Fetches one answer of a server. */
async function fetched(answer: RequestListener, signal: AbortSignal | null = null): Promise<unknown> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  try {
    const response = await fetchAnswer(`http://127.0.0.1:${port}/`, { signal });
    return { status: response.status, json: await response.json() };
  } catch (error) {
    return (error as Error).message;
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const says =
  (status: number, type: string, body: string): RequestListener =>
  (_, response) => {
    response.writeHead(status, { "Content-Type": type }).end(body);
  };
const UNREACHABLE = "The server could not be reached. Try again.";

it("hands on what procedures answer, refusals included", async () => {
  expect(await fetched(says(200, "application/json", "[1]"))).toEqual({ status: 200, json: [1] });
  expect(await fetched(says(409, "application/json; charset=utf-8", "{}"))).toEqual({ status: 409, json: {} });
});

it.each([503, 413, 429])("says what the server says with %i of a request that no procedure saw", async (status) => {
  expect(await fetched(says(status, "text/plain; charset=utf-8", "Too many large requests"))).toBe(
    "Too many large requests",
  );
});

it.each([
  ["a proxy's page", says(502, "text/html", "<h1>Bad Gateway</h1>")],
  ["a proxy's words", says(502, "text/plain", "upstream connect error")],
  ["a long text", says(503, "text/plain", "x".repeat(301))],
  ["no answer", ((_, response) => response.destroy()) satisfies RequestListener],
  [
    "half an answer",
    ((_, response) => {
      response.writeHead(200, { "Content-Type": "application/json", "Content-Length": 100 });
      response.write('[{"result":', () => response.destroy());
    }) satisfies RequestListener,
  ],
])("says of %s that the server could not be reached", async (_, answer) => {
  expect(await fetched(answer)).toBe(UNREACHABLE);
});

it("says why it was aborted", async () => {
  const abort = new AbortController();
  const answer = fetched(() => abort.abort(new Error("no longer needed")), abort.signal);
  expect(await answer).toBe("no longer needed");
});
