/** The server's answer did not come. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
  /** Whether something else answered in its place. */
  readonly how: "network" | "server";

  constructor(how: "network" | "server", cause?: unknown) {
    super("The server could not be reached. Try again.", { cause });
    this.how = how;
  }
}

/** With these, the server says in plain text what is wrong with a request that no procedure has seen. */
const REFUSED = new Set([413, 429, 503]);
const MAX_WORDS = 300;

/**
 * Fetches the answer of procedures. Whatever else comes back becomes an error in words for the user: nothing, half an
 * answer, a proxy's page, or what the server says of a request that it did not take.
 * @throws NoAnswer or Error such a one; the reason of `init.signal` if that was aborted
 */
export async function fetchAnswer(url: RequestInfo | URL | string, init?: RequestInit): Promise<Response> {
  const { response, body } = await read(url, init);
  const type = response.headers.get("content-type") ?? "";
  if (type.startsWith("application/json")) return new Response(body, response);
  const isRefusal = REFUSED.has(response.status) && type.startsWith("text/plain") && body.length <= MAX_WORDS;
  throw isRefusal ? new Error(body) : new NoAnswer("server");
}

async function read(
  url: RequestInfo | URL | string,
  init?: RequestInit,
): Promise<{ response: Response; body: string }> {
  try {
    const response = await fetch(url, init);
    return { response, body: await response.text() };
  } catch (error) {
    init?.signal?.throwIfAborted();
    throw new NoAnswer("network", error);
  }
}
