import { createServer, type IncomingHttpHeaders } from "node:http";
import { pathToFileURL } from "node:url";

/** The thing to manage, for tests and to try the provider on: a service that keeps notes in memory. */
export class NotesService {
  readonly notes = new Map<string, { slug: string; text: string; revision: number; edit_key: string }>();
  /** Status codes that the next requests are answered with, whatever they ask for. */
  readonly failures: number[] = [];
  /** The headers of the last request. */
  headers: IncomingHttpHeaders = {};
  readonly #token: string;
  readonly #server = createServer((request, response) => {
    this.headers = request.headers;
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { status, body } = this.#answer(request, Buffer.concat(chunks).toString());
      response.writeHead(status, { "content-type": "application/json", "retry-after": "3" });
      response.end(body && JSON.stringify(body));
    });
  });

  constructor(token: string) {
    this.#token = token;
  }

  /** Resolves to its address. */
  start(port = 0): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(port, "127.0.0.1", () => {
        const address = this.#server.address();
        if (address && typeof address === "object") resolve(`http://127.0.0.1:${address.port}`);
      });
    });
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  #answer(request: { method?: string; url?: string; headers: { authorization?: string } }, body: string) {
    const failure = this.failures.shift();
    if (failure) return { status: failure, body: { error: "as the test asked" } };
    if (request.headers.authorization !== `Bearer ${this.#token}`)
      return { status: 401, body: { error: "wrong token" } };

    const slug = request.url?.match(/^\/notes\/([a-z0-9-]+)$/)?.[1];
    const found = slug && this.notes.get(slug);
    if (slug && request.method === "PUT") {
      const { text } = JSON.parse(body);
      const note = { slug, text, revision: (found ? found.revision : 0) + 1, edit_key: `key-of-${slug}` };
      this.notes.set(slug, note);
      return { status: 200, body: note };
    }
    if (!found) return { status: 404, body: { error: "no such note" } };
    if (request.method === "DELETE") this.notes.delete(slug);
    return request.method === "DELETE" ? { status: 204 } : { status: 200, body: found };
  }
}

// `npm run demo` serves it on port 4010, with the token "demo-token".
if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const url = await new NotesService("demo-token").start(Number(process.env.PORT ?? 4010));
  process.stdout.write(`The notes service listens on ${url}\n`);
}
