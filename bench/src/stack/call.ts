import type { Stack } from "./stack.ts";

/**
 * Asks a stack's API as its owner: GET, or POST with a body, given as an object or as JSON.
 * @returns the answer, and milliseconds until all of it was there
 * @throws Error for any answer but 2xx
 */
export async function call<Answer>(
  stack: Pick<Stack, "apiUrl" | "token">,
  path: string,
  body?: object | string,
): Promise<{ answer: Answer; milliseconds: number }> {
  const start = performance.now();
  const answered = await fetch(`${stack.apiUrl}${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: { authorization: `Bearer ${stack.token}`, "content-type": "application/json" },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await answered.text();
  const milliseconds = performance.now() - start;
  if (!answered.ok) throw new Error(`${path} was answered ${answered.status}: ${text.slice(0, 500)}`);
  return { answer: JSON.parse(text), milliseconds };
}

/** Applies a change. @returns milliseconds until it has succeeded; @throws Error if it ends otherwise */
export async function carriedOut(stack: Stack, body: object): Promise<number> {
  const start = performance.now();
  const { id } = (await call<{ id: string }>(stack, "/changes", { ...body, apply: true })).answer;
  for (;;) {
    const { status } = (await call<{ status: string }>(stack, `/changes/${id}?wait=20`)).answer;
    if (status === "succeeded") return performance.now() - start;
    if (status !== "applying") throw new Error(`The change ${id} is ${status}`);
  }
}
